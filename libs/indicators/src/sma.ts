import { length, numbersOf } from './checked.js';
import type { Indicator, State } from './indicator.js';
import { peeked } from './peeked.js';

/** Simple moving average. Summed anew over its window each time: a running sum would drift by a rounding error each bar, for ever. */
export class Sma implements Indicator<number, number> {
  readonly warmUp: number;
  private window: number[] = [];

  constructor(period: number) {
    this.warmUp = length('period', period);
  }

  get value(): number | undefined {
    if (this.window.length < this.warmUp) return undefined;
    return this.window.reduce((sum, one) => sum + one, 0) / this.warmUp;
  }

  next(input: number): number | undefined {
    this.window.push(input);
    if (this.window.length > this.warmUp) this.window.shift();
    return this.value;
  }

  peek(input: number): number | undefined {
    return peeked(this, input);
  }

  save(): State {
    return { window: [...this.window] };
  }

  restore(state: State): void {
    this.window = numbersOf(state, 'window');
  }
}
