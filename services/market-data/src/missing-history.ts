import { bucketsBetween, without, type Session, type SessionCalendar, type Stretch } from '@sofi/domain';

const DAY_MS = 86_400_000;

/** How far back a range is asked for at all. Tradier keeps 20 trading days of minutes, 28 calendar days without a holiday; and years of days. */
export const MEMORY_MS = { '1m': 30 * DAY_MS, '1d': 20_000 * DAY_MS };
/** Days of one question: some 700 bars. */
const DAILY_WINDOW_MS = 1_000 * DAY_MS;

/** The sessions that share an instant with the range and that were never asked for, the newest first: a chart shows that end. */
export function unaskedSessions(range: Stretch, asked: readonly Stretch[], calendar: SessionCalendar): Session[] {
  const sessions: Session[] = [];
  for (let session = calendar.at(range.from) ?? calendar.next(range.from); session && session.open < range.to; session = calendar.next(session.open)) {
    if (without({ from: session.open, to: session.close }, asked).length > 0) sessions.push(session);
  }
  return sessions.toReversed();
}

/** How many minutes a session has: with so many bars nothing of it is missing, for quiet minutes have flat bars. */
export function minutesOf(session: Session, calendar: SessionCalendar): number {
  return [...bucketsBetween('1m', calendar, session.open, session.close - 1)].length;
}

/** What of the range was never asked for, in windows of one question each, the newest first. */
export function unaskedDays(range: Stretch, asked: readonly Stretch[]): Stretch[] {
  return without(range, asked)
    .flatMap(({ from, to }) =>
      Array.from({ length: Math.ceil((to - from) / DAILY_WINDOW_MS) }, (_, at) => ({ from: from + at * DAILY_WINDOW_MS, to: Math.min(to, from + (at + 1) * DAILY_WINDOW_MS) })),
    )
    .toReversed();
}
