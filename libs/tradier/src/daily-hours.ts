import { atNewYork, newYorkDay, nyseCalendar, type Session, type SessionCalendar } from '@sofi/domain';

/** The hours of a day's bar; none where the exchange did not open. */
export type DailyHours = Pick<SessionCalendar, 'on'>;

const HALF_A_DAY_MS = 12 * 3_600_000;

/**
 * Of a daily bar Tradier tells the date alone. Its calendar reaches back a few years and its bars many, so the hours are the exchange's by the built-in
 * calendar, unless the broker's market never sleeps, as a simulated one does: then a day is as long as New York's.
 */
export function dailyHours(brokers: readonly Session[]): DailyHours {
  const neverSleeps = brokers.some(({ open, close }) => close - open > HALF_A_DAY_MS);
  return neverSleeps ? { on: wholeDay } : nyseCalendar();
}

function wholeDay(date: string): Session {
  const { start, end } = newYorkDay(atNewYork(date, '00:00'));
  return { date, open: start, close: end, preOpen: start, postClose: end };
}
