import { bucketOf, type Bucket } from './bucket.js';
import type { SessionCalendar } from './session.js';
import type { Timeframe } from './timeframe.js';

/** Every bucket of a session that shares an instant with [from, to], both included, oldest first. */
export function* bucketsBetween(timeframe: Timeframe, calendar: SessionCalendar, from: number, to: number): Generator<Bucket> {
  for (let session = calendar.at(from) ?? calendar.next(from); session && session.open <= to; session = calendar.next(session.open)) {
    let bucket = bucketOf(timeframe, Math.max(from, session.open), session);
    while (bucket && bucket.start <= to) {
      yield bucket;
      bucket = bucketOf(timeframe, bucket.end, session);
    }
  }
}
