import { RuleError } from './errors.js';
import type { Session, SessionCalendar } from './session.js';

/**
 * A calendar of exactly these sessions, in any order; outside of them the market is closed. Serves a broker's calendar as well as a
 * market that never sleeps (each session from midnight to the next midnight). Throws a RuleError where sessions overlap or run backwards.
 */
export function calendarOf(sessions: Iterable<Session>): SessionCalendar {
  const sorted = [...sessions].toSorted((a, b) => a.open - b.open);
  refuseOverlap(sorted);
  const byDate = new Map(sorted.map((session) => [session.date, session]));
  const latest = (time: number) => sorted[opened(sorted, time) - 1];
  return {
    at: (time) => {
      const session = latest(time);
      return session && time < session.close ? session : undefined;
    },
    latest,
    next: (time) => sorted[opened(sorted, time)],
    on: (date) => byDate.get(date),
  };
}

/** How many sessions opened at or before `time`. */
function opened(sorted: readonly Session[], time: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]!.open <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function refuseOverlap(sorted: readonly Session[]): void {
  let last: Session | undefined;
  for (const session of sorted) {
    if (session.open >= session.close) throw new RuleError('session', session.date, 'must open before it closes');
    if (last && session.open < last.close) throw new RuleError('session', session.date, `overlaps the session of ${last.date}`);
    last = session;
  }
}
