import { countOf, numberOf } from './checked.js';
import type { Candle, Indicator, State } from './indicator.js';
import { peeked } from './peeked.js';

/** On-Balance Volume (Joseph Granville): volume added on a higher close and taken away on a lower one, from 0 at the first bar. Only its changes mean something. */
export class Obv implements Indicator<Candle, number> {
  readonly warmUp = 1;
  private seen = 0;
  private last = 0;
  private total = 0;

  get value(): number | undefined {
    return this.seen < this.warmUp ? undefined : this.total;
  }

  next({ close, volume }: Candle): number | undefined {
    if (this.seen > 0) this.total += Math.sign(close - this.last) * volume;
    this.last = close;
    this.seen = 1;
    return this.total;
  }

  peek(candle: Candle): number | undefined {
    return peeked(this, candle);
  }

  save(): State {
    const { seen, last, total } = this;
    return { seen, last, total };
  }

  restore(state: State): void {
    this.seen = countOf(state, 'seen');
    this.last = numberOf(state, 'last');
    this.total = numberOf(state, 'total');
  }
}
