import type { Session } from './session.js';
import { lengthMs, type Timeframe } from './timeframe.js';

/** The stretch of time of one bar: `start` inclusive, `end` exclusive, ms. */
export interface Bucket {
  readonly start: number;
  readonly end: number;
}

/**
 * The bucket of an instant, counted from the session's open (so 1h begins at 09:30) and cut at its close; undefined outside the session.
 */
export function bucketOf(timeframe: Timeframe, time: number, session: Session): Bucket | undefined {
  if (time < session.open || time >= session.close) return undefined;
  const length = lengthMs(timeframe);
  if (length === 'session') return { start: session.open, end: session.close };
  const start = time - ((time - session.open) % length);
  return { start, end: Math.min(start + length, session.close) };
}
