import { newYorkDay } from './new-york-time.js';
import type { Trade } from './market-events.js';

/** Volume that is missing below a trade: `after` … `upTo`, and when the trade above it happened. */
interface Hole {
  readonly after: number;
  readonly upTo: number;
  readonly above: number;
}

/**
 * Which trades of a New York day have been counted. Each print occupies its own stretch of the day's cumulative volume, so what was counted is one
 * number and a short list of holes: a print in covered volume is a duplicate, one in a hole is merely late, and a hole that stays is a gap.
 * The answers depend only on which prints came, not on their order.
 */
export class DayVolume {
  readonly start: number;
  readonly end: number;
  private covered = 0;
  private holes: Hole[] = [];

  private readonly joinedLater: boolean;

  /** The day that holds `time`. Where it was `resumedTo` an instant inside, what came before the first print was counted before the stop. */
  constructor(time: number, resumedTo: number) {
    ({ start: this.start, end: this.end } = newYorkDay(time));
    this.joinedLater = resumedTo > this.start;
  }

  /** Counts a print; false where it had been counted before. */
  count(trade: Trade): boolean {
    const below = trade.cumulativeVolume - trade.size;
    if (below !== this.covered || trade.size <= 0) return this.countOutOfLine(trade, below);
    this.covered = trade.cumulativeVolume;
    return true;
  }

  /** Is volume missing right below a print of [start, end)? With `wholeDay` also below the first print of the day. */
  lacks(start: number, end: number, wholeDay: boolean): boolean {
    return this.holes.some((hole) => hole.above >= start && hole.above < end && (hole.after > 0 || (wholeDay && !this.joinedLater)));
  }

  private countOutOfLine({ cumulativeVolume, exchangeTime }: Trade, below: number): boolean {
    if (cumulativeVolume > this.covered) {
      if (below > this.covered) this.holes.push({ after: this.covered, upTo: below, above: exchangeTime });
      this.covered = cumulativeVolume;
      return true;
    }
    const index = this.holes.findIndex((hole) => cumulativeVolume > hole.after && cumulativeVolume <= hole.upTo);
    const hole = this.holes[index];
    if (!hole) return false;
    const rest = [
      { after: hole.after, upTo: below, above: exchangeTime },
      { after: cumulativeVolume, upTo: hole.upTo, above: hole.above },
    ].filter((part) => part.upTo > part.after);
    this.holes.splice(index, 1, ...rest);
    return true;
  }
}
