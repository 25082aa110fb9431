import { partOf } from './checked.js';
import { Ema } from './ema.js';
import type { Indicator, State } from './indicator.js';
import { peeked } from './peeked.js';

export interface MacdValue {
  readonly macd: number;
  readonly signal: number;
  readonly histogram: number;
}

/** Moving average convergence/divergence (Gerald Appel): fast less slow average; its signal is its own average. */
export class Macd implements Indicator<number, MacdValue> {
  readonly warmUp: number;
  private readonly fast: Ema;
  private readonly slow: Ema;
  private readonly signal: Ema;

  /** Throws a RangeError unless fast is shorter than slow. */
  constructor(fast = 12, slow = 26, signal = 9) {
    if (fast >= slow) throw new RangeError(`fast ${fast} must be shorter than slow ${slow}`);
    this.fast = new Ema(fast);
    this.slow = new Ema(slow);
    this.signal = new Ema(signal);
    this.warmUp = slow + signal - 1;
  }

  get value(): MacdValue | undefined {
    const [fast, slow, signal] = [this.fast.value, this.slow.value, this.signal.value];
    if (fast === undefined || slow === undefined || signal === undefined) return undefined;
    return { macd: fast - slow, signal, histogram: fast - slow - signal };
  }

  next(close: number): MacdValue | undefined {
    const fast = this.fast.next(close);
    const slow = this.slow.next(close);
    if (fast !== undefined && slow !== undefined) this.signal.next(fast - slow);
    return this.value;
  }

  peek(close: number): MacdValue | undefined {
    return peeked(this, close);
  }

  save(): State {
    return { fast: this.fast.save(), slow: this.slow.save(), signal: this.signal.save() };
  }

  restore(state: State): void {
    this.fast.restore(partOf(state, 'fast'));
    this.slow.restore(partOf(state, 'slow'));
    this.signal.restore(partOf(state, 'signal'));
  }
}
