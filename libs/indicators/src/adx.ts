import { trueRange } from './atr.js';
import { countOf, length, numberOf } from './checked.js';
import type { Candle, Indicator, State } from './indicator.js';
import { peeked } from './peeked.js';

export interface AdxValue {
  readonly adx: number;
  readonly plus: number;
  readonly minus: number;
}

/**
 * Average Directional Index (Wilder 1978) with both directional indicators. Sums of true range and directional movement over `period` bars, smoothed as Wilder does
 * (a period's share leaves, the new one enters); their index is averaged over another `period`. A market without any movement has no direction: 0.
 */
export class Adx implements Indicator<Candle, AdxValue> {
  readonly warmUp: number;
  private seen = 0;
  private last = { high: 0, low: 0, close: 0 };
  private range = 0;
  private up = 0;
  private down = 0;
  private average = 0;

  constructor(private readonly period = 14) {
    this.warmUp = 2 * length('period', period, 2);
  }

  get value(): AdxValue | undefined {
    return this.seen < this.warmUp ? undefined : { adx: this.average, plus: share(this.up, this.range), minus: share(this.down, this.range) };
  }

  next(candle: Candle): AdxValue | undefined {
    if (this.seen > 0) this.move(candle);
    if (this.seen >= this.period) this.smooth(this.index());
    this.last = { high: candle.high, low: candle.low, close: candle.close };
    this.seen = Math.min(this.seen + 1, this.warmUp);
    return this.value;
  }

  peek(candle: Candle): AdxValue | undefined {
    return peeked(this, candle);
  }

  save(): State {
    const { seen, last, range, up, down, average } = this;
    return { seen, ...last, range, up, down, average };
  }

  restore(state: State): void {
    this.seen = countOf(state, 'seen');
    this.last = { high: numberOf(state, 'high'), low: numberOf(state, 'low'), close: numberOf(state, 'close') };
    this.range = numberOf(state, 'range');
    this.up = numberOf(state, 'up');
    this.down = numberOf(state, 'down');
    this.average = numberOf(state, 'average');
  }

  private move(candle: Candle): void {
    const rise = candle.high - this.last.high;
    const fall = this.last.low - candle.low;
    this.range = this.summed(this.range, trueRange(candle, this.last.close));
    this.up = this.summed(this.up, rise > fall ? Math.max(rise, 0) : 0);
    this.down = this.summed(this.down, fall > rise ? Math.max(fall, 0) : 0);
  }

  private summed(sum: number, amount: number): number {
    return this.seen <= this.period ? sum + amount : sum - sum / this.period + amount;
  }

  private index(): number {
    const plus = share(this.up, this.range);
    const minus = share(this.down, this.range);
    return share(Math.abs(plus - minus), plus + minus);
  }

  private smooth(index: number): void {
    const last = this.warmUp - 1;
    if (this.seen < last) this.average += index;
    else if (this.seen === last) this.average = (this.average + index) / this.period;
    else this.average = (this.average * (this.period - 1) + index) / this.period;
  }
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : (100 * part) / whole;
}
