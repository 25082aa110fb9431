import { atNewYork, dateOf, newYorkDay, type Session, type SessionCalendar } from '@sofi/domain';

/** An exchange that never closes: every New York day is a session from midnight to midnight. For made markets only. */
export function alwaysOpenCalendar(): SessionCalendar {
  const sessions = new Map<string, Session>();
  const on = (date: string): Session => {
    const known = sessions.get(date);
    if (known) return known;
    const { start: open, end: close } = newYorkDay(atNewYork(date, '12:00'));
    const session = { date, open, close, preOpen: open, postClose: close };
    sessions.set(date, session);
    return session;
  };
  let newest = on('2026-01-02');
  const at = (time: number): Session => {
    if (time < newest.open || time >= newest.close) newest = on(dateOf(time));
    return newest;
  };
  return { at, latest: at, next: (time) => at(at(time).close), on };
}
