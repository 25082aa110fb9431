import type { Trade } from './market-events.js';
import { newYorkDay } from './new-york-time.js';

/** Volume that nobody saw: `after` … `upTo`, between a print that happened at `below` (-Infinity: the day's beginning) and one at `above`. */
export interface Hole {
  readonly after: number;
  readonly upTo: number;
  readonly below: number;
  readonly above: number;
  /** prints are taken to be missing from here to `above`: Infinity where the hole is explained otherwise, absent while a straggler may still close it */
  from?: number;
}

/** next: the volume goes on without a hole · repeated: it had been counted · otherwise the hole that it made, or made smaller */
export type Counted = 'next' | 'repeated' | { readonly kind: 'opened' | 'filled'; readonly hole: Hole };

/**
 * Which prints of a New York day have been counted. Each occupies its own stretch of the day's cumulative volume, so what was counted is one
 * number and a short list of holes: a print in covered volume is a duplicate, one in a hole is merely late, and a hole that stays is a gap.
 * The answers depend only on which prints came, not on their order.
 */
export class DayVolume {
  readonly start: number;
  readonly end: number;
  holes: Hole[] = [];
  private covered = 0;
  private coveredAt = -Infinity;

  /** The day that holds `time`. */
  constructor(time: number) {
    ({ start: this.start, end: this.end } = newYorkDay(time));
  }

  count(trade: Trade): Counted {
    const { cumulativeVolume, size } = trade;
    if (cumulativeVolume - size !== this.covered || size <= 0) return this.countOutOfLine(trade);
    this.covered = cumulativeVolume;
    this.coveredAt = trade.exchangeTime;
    return 'next';
  }

  /** Is this the day's volume, and all of it counted or explained? */
  isAll(volume: number): boolean {
    return this.covered === volume && this.holes.every((hole) => hole.from === Infinity);
  }

  private countOutOfLine({ cumulativeVolume, size, exchangeTime }: Trade): Counted {
    const below = cumulativeVolume - size;
    if (cumulativeVolume > this.covered) {
      const hole = { after: this.covered, upTo: below, below: this.coveredAt, above: exchangeTime };
      this.covered = cumulativeVolume;
      this.coveredAt = exchangeTime;
      if (hole.upTo <= hole.after) return 'next';
      this.holes.push(hole);
      return { kind: 'opened', hole };
    }
    const index = this.holes.findIndex((hole) => cumulativeVolume > hole.after && cumulativeVolume <= hole.upTo);
    const hole = this.holes[index];
    if (!hole) return 'repeated';
    const rest = [
      { ...hole, upTo: below, above: exchangeTime },
      { ...hole, after: cumulativeVolume, below: exchangeTime, ...(hole.from === undefined ? {} : { from: Math.max(hole.from, exchangeTime) }) },
    ].filter((part) => part.upTo > part.after);
    this.holes.splice(index, 1, ...rest);
    return { kind: 'filled', hole };
  }
}
