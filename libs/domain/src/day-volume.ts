import type { Trade } from './market-events.js';
import { newYorkDay } from './new-york-time.js';

/** Volume that nobody saw: `after` … `upTo`, between a print that happened at `below` and one at `above`. */
interface Hole {
  readonly after: number;
  readonly upTo: number;
  readonly below: number;
  readonly above: number;
}

/**
 * Which prints of a New York day have been counted. Each occupies its own stretch of the day's cumulative volume, so what was counted is one
 * number and a short list of holes: a print in covered volume is a duplicate, one in a hole is merely late, and a hole that stays is a gap.
 * The answers depend only on which prints came, not on their order.
 */
export class DayVolume {
  readonly start: number;
  readonly end: number;
  private covered = 0;
  private coveredAt = -Infinity;
  private holes: Hole[] = [];

  /** The day that holds `time`. */
  constructor(time: number) {
    ({ start: this.start, end: this.end } = newYorkDay(time));
  }

  /** Counts a print; false where it had been counted before. */
  count(trade: Trade): boolean {
    const { cumulativeVolume, size } = trade;
    if (cumulativeVolume - size !== this.covered || size <= 0) return this.countOutOfLine(trade);
    this.covered = cumulativeVolume;
    this.coveredAt = trade.exchangeTime;
    return true;
  }

  /** Is volume missing right below a print of [start, end)? Only holes above a print that happened at `trustedFrom` or later are believed. */
  lacks(start: number, end: number, trustedFrom: number): boolean {
    return this.holes.some((hole) => hole.above >= start && hole.above < end && hole.below >= trustedFrom);
  }

  private countOutOfLine({ cumulativeVolume, size, exchangeTime }: Trade): boolean {
    const below = cumulativeVolume - size;
    if (cumulativeVolume > this.covered) {
      if (below > this.covered) this.holes.push({ after: this.covered, upTo: below, below: this.coveredAt, above: exchangeTime });
      this.covered = cumulativeVolume;
      this.coveredAt = exchangeTime;
      return true;
    }
    const index = this.holes.findIndex((hole) => cumulativeVolume > hole.after && cumulativeVolume <= hole.upTo);
    const hole = this.holes[index];
    if (!hole) return false;
    const rest = [
      { ...hole, upTo: below, above: exchangeTime },
      { ...hole, after: cumulativeVolume, below: exchangeTime },
    ].filter((part) => part.upTo > part.after);
    this.holes.splice(index, 1, ...rest);
    return true;
  }
}
