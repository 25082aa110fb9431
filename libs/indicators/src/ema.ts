import { countOf, length, numberOf } from './checked.js';
import type { Indicator, State } from './indicator.js';
import { peeked } from './peeked.js';

/** Exponential moving average with the weight 2 / (period + 1); begins as the simple average of the first `period` inputs. */
export class Ema implements Indicator<number, number> {
  readonly warmUp: number;
  private readonly weight: number;
  private seen = 0;
  private average = 0;

  constructor(period: number) {
    this.warmUp = length('period', period);
    this.weight = 2 / (period + 1);
  }

  get value(): number | undefined {
    return this.seen < this.warmUp ? undefined : this.average;
  }

  next(input: number): number | undefined {
    if (this.seen >= this.warmUp) {
      this.average += this.weight * (input - this.average);
      return this.average;
    }
    this.seen += 1;
    this.average += input;
    if (this.seen === this.warmUp) this.average /= this.warmUp;
    return this.value;
  }

  peek(input: number): number | undefined {
    return peeked(this, input);
  }

  save(): State {
    return { seen: this.seen, average: this.average };
  }

  restore(state: State): void {
    this.seen = countOf(state, 'seen');
    this.average = numberOf(state, 'average');
  }
}
