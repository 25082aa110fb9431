import { countOf, length, numberOf } from './checked.js';
import type { Candle, Indicator, State } from './indicator.js';
import { peeked } from './peeked.js';

/** The range of a bar, the jump from the close before it included. */
export function trueRange(candle: Pick<Candle, 'high' | 'low'>, closeBefore: number): number {
  return Math.max(candle.high - candle.low, Math.abs(candle.high - closeBefore), Math.abs(candle.low - closeBefore));
}

/** Average True Range (Wilder 1978): the mean of the first `period` true ranges, then smoothed by 1 / period. The first bar has none, for want of a close before it. */
export class Atr implements Indicator<Candle, number> {
  readonly warmUp: number;
  private seen = 0;
  private last = 0;
  private average = 0;

  constructor(private readonly period = 14) {
    this.warmUp = length('period', period) + 1;
  }

  get value(): number | undefined {
    return this.seen < this.warmUp ? undefined : this.average;
  }

  next(candle: Candle): number | undefined {
    if (this.seen > 0) this.smooth(trueRange(candle, this.last));
    this.last = candle.close;
    this.seen = Math.min(this.seen + 1, this.warmUp);
    return this.value;
  }

  peek(candle: Candle): number | undefined {
    return peeked(this, candle);
  }

  save(): State {
    const { seen, last, average } = this;
    return { seen, last, average };
  }

  restore(state: State): void {
    this.seen = countOf(state, 'seen');
    this.last = numberOf(state, 'last');
    this.average = numberOf(state, 'average');
  }

  private smooth(range: number): void {
    if (this.seen < this.period) this.average += range;
    else if (this.seen === this.period) this.average = (this.average + range) / this.period;
    else this.average = (this.average * (this.period - 1) + range) / this.period;
  }
}
