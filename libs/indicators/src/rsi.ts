import type { Indicator, State } from './indicator.js';
import { length, numberOf, countOf } from './checked.js';

/**
 * Relative Strength Index (J. Welles Wilder, New Concepts in Technical Trading Systems, 1978): 100 − 100 / (1 + average gain / average loss). The averages
 * begin as the mean of the first `period` changes and are then smoothed by 1 / period.
 *
 * A series that has not moved at all has no gain and no loss, and the ratio is undefined. It is 50 here: no movement is neither overbought nor oversold. (The
 * common shortcut "no loss is 100" calls every quiet night overbought and sells into it.)
 */
export class Rsi implements Indicator<number, number> {
  readonly warmUp: number;
  private seen = 0;
  private last = 0;
  private gain = 0;
  private loss = 0;

  constructor(private readonly period: number) {
    this.warmUp = length('period', period) + 1;
  }

  get value(): number | undefined {
    return this.seen < this.warmUp ? undefined : strength(this.gain, this.loss);
  }

  next(close: number): number | undefined {
    const change = this.seen === 0 ? 0 : close - this.last;
    this.gain = this.averaged(this.gain, Math.max(change, 0));
    this.loss = this.averaged(this.loss, Math.max(-change, 0));
    this.last = close;
    this.seen = Math.min(this.seen + 1, this.warmUp);
    return this.value;
  }

  peek(close: number): number | undefined {
    if (this.seen < this.period) return undefined;
    const change = close - this.last;
    return strength(this.averaged(this.gain, Math.max(change, 0)), this.averaged(this.loss, Math.max(-change, 0)));
  }

  save(): State {
    const { seen, last, gain, loss } = this;
    return { seen, last, gain, loss };
  }

  restore(state: State): void {
    this.seen = countOf(state, 'seen');
    this.last = numberOf(state, 'last');
    this.gain = numberOf(state, 'gain');
    this.loss = numberOf(state, 'loss');
  }

  /** The sum of the first `period` changes, their mean at the last of them, Wilder's smoothing from there on. */
  private averaged(average: number, amount: number): number {
    if (this.seen < this.period) return average + amount;
    if (this.seen === this.period) return (average + amount) / this.period;
    return (average * (this.period - 1) + amount) / this.period;
  }
}

function strength(gain: number, loss: number): number {
  if (gain === 0 && loss === 0) return 50;
  return 100 - 100 / (1 + gain / loss);
}
