import { length, numbersOf } from './checked.js';
import type { Indicator, State } from './indicator.js';
import { peeked } from './peeked.js';

export interface BollingerValue {
  readonly middle: number;
  readonly upper: number;
  readonly lower: number;
}

/** Bollinger Bands (John Bollinger): the simple average, and so many standard deviations (of the population) around it. */
export class Bollinger implements Indicator<number, BollingerValue> {
  readonly warmUp: number;
  private window: number[] = [];

  constructor(
    period = 20,
    private readonly deviations = 2,
  ) {
    this.warmUp = length('period', period, 2);
    if (!(deviations > 0)) throw new RangeError(`deviations ${deviations} must be above 0`);
  }

  get value(): BollingerValue | undefined {
    if (this.window.length < this.warmUp) return undefined;
    const middle = this.window.reduce((sum, one) => sum + one, 0) / this.warmUp;
    const variance = this.window.reduce((sum, one) => sum + (one - middle) ** 2, 0) / this.warmUp;
    const width = this.deviations * Math.sqrt(variance);
    return { middle, upper: middle + width, lower: middle - width };
  }

  next(close: number): BollingerValue | undefined {
    this.window.push(close);
    if (this.window.length > this.warmUp) this.window.shift();
    return this.value;
  }

  peek(close: number): BollingerValue | undefined {
    return peeked(this, close);
  }

  save(): State {
    return { window: [...this.window] };
  }

  restore(state: State): void {
    this.window = numbersOf(state, 'window');
  }
}
