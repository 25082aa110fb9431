import { SESSION_LIFE_MS } from './stream-session.js';

/** All in ms. */
export interface StreamTiming {
  /** before the first new attempt; doubles up to the last, and is shortened at random by up to half */
  readonly firstPause: number;
  readonly lastPause: number;
  /** while a lower rung serves: before the first attempt at an upper one; doubles up to the last */
  readonly firstClimb: number;
  readonly lastClimb: number;
  /** a connection that ends sooner counts as failed, even where it was heard */
  readonly steady: number;
  readonly connect: number;
  /** a socket that is silent for this long, even when asked, is given up */
  readonly silence: number;
  /** changes of the list of symbols that come together are sent together */
  readonly settle: number;
  /** an older session is renewed before it is used again */
  readonly sessionLife: number;
  /** a connection meant to replace one that still serves takes over after this long, where nothing is heard that would decide it sooner */
  readonly handover: number;
  /** streams go stale after about a day: an older connection is replaced */
  readonly renewal: number;
}

export const TIMING: StreamTiming = {
  firstPause: 500,
  lastPause: 30_000,
  firstClimb: 30_000,
  lastClimb: 600_000,
  steady: 10_000,
  connect: 10_000,
  silence: 20_000,
  settle: 100,
  sessionLife: SESSION_LIFE_MS,
  handover: 15_000,
  renewal: 20 * 3_600_000,
};
