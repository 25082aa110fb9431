import { cci as cciOf, stochastic as stochasticOf, williamsr } from 'technicalindicators';
import { length } from './checked.js';
import type { Candle, Indicator, State } from './indicator.js';
import { peeked } from './peeked.js';

/**
 * Indicators of the package technicalindicators behind our own port. The package keeps its memory in generators, which can be neither saved nor looked ahead
 * with, so only indicators with a finite window are taken from it: the window is what is remembered, and is handed over anew each bar.
 *
 * A window without any movement is in the middle of each scale. (The package says 0 or NaN there: oversold on a quiet night.)
 */
class Windowed<Output> implements Indicator<Candle, Output> {
  private window: Candle[] = [];
  value: Output | undefined;

  constructor(
    readonly warmUp: number,
    private readonly calculate: (series: Series) => Output | undefined,
  ) {}

  next(candle: Candle): Output | undefined {
    const { high, low, close, volume } = candle;
    this.window.push({ high, low, close, volume });
    if (this.window.length > this.warmUp) this.window.shift();
    this.value = this.window.length < this.warmUp ? undefined : this.calculate(seriesOf(this.window));
    return this.value;
  }

  peek(candle: Candle): Output | undefined {
    return peeked(this, candle);
  }

  save(): State {
    return { window: [...this.window] };
  }

  restore(state: State): void {
    const candles = state['window'] as Candle[];
    this.window = candles.slice(0, -1);
    this.value = undefined;
    const last = candles.at(-1);
    if (last) this.next(last);
  }
}

interface Series {
  high: number[];
  low: number[];
  close: number[];
  volume: number[];
}

function seriesOf(window: readonly Candle[]): Series {
  return {
    high: window.map((candle) => candle.high),
    low: window.map((candle) => candle.low),
    close: window.map((candle) => candle.close),
    volume: window.map((candle) => candle.volume),
  };
}

function moves({ high, low }: Series): boolean {
  return Math.max(...high) > Math.min(...low);
}

/** Do the typical prices differ? */
function spread({ high, low, close }: Series): boolean {
  const typical = high.map((one, index) => (one + low[index]! + close[index]!) / 3);
  return Math.max(...typical) > Math.min(...typical);
}

function slice(series: Series, from: number, to: number): Series {
  const { high, low, close, volume } = series;
  return { high: high.slice(from, to), low: low.slice(from, to), close: close.slice(from, to), volume: volume.slice(from, to) };
}

/** Fast stochastic oscillator (George Lane): %K over `period`, %D its average over `signalPeriod`; from 0 at the bottom of the range to 100 at its top. */
export function stochastic(period = 14, signalPeriod = 3): Indicator<Candle, { readonly k: number; readonly d: number }> {
  const warmUp = length('period', period) + length('signalPeriod', signalPeriod) - 1;
  const strength = (series: Series) => (moves(series) ? stochasticOf({ ...series, period, signalPeriod: 1 }).at(-1)!.k : 50);
  return new Windowed(warmUp, (series) => {
    const strengths = Array.from({ length: signalPeriod }, (_, index) => strength(slice(series, index, index + period)));
    return { k: strengths.at(-1)!, d: strengths.reduce((sum, one) => sum + one, 0) / signalPeriod };
  });
}

/** Commodity Channel Index (Donald Lambert), around 0. */
export function cci(period = 20): Indicator<Candle, number> {
  return new Windowed(length('period', period), (series) => (spread(series) ? cciOf({ ...series, period }).at(-1) : 0));
}

/** Williams %R (Larry Williams): 0 at the top of the range, −100 at its bottom. */
export function williamsR(period = 14): Indicator<Candle, number> {
  return new Windowed(length('period', period), (series) => (moves(series) ? williamsr({ ...series, period }).at(-1) : -50));
}
