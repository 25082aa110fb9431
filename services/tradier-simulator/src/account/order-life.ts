import { atNewYork, type Duration, type SessionCalendar } from '@sofi/domain';

/** New York time at which GTC orders are stamped anew before each session. */
const STAMP_TIME = '08:30';

/** When an order that may work from `since` on is at the exchange: outside regular hours at the next opening. Infinity: never. */
export function opensAt(duration: Duration, since: number, calendar: SessionCalendar): number {
  if (duration === 'pre' || duration === 'post' || calendar.at(since)) return since;
  return calendar.next(since)?.open ?? Number.POSITIVE_INFINITY;
}

/** The next time at which a GTC order that still works gets a new date. */
export function nextStampAfter(time: number, calendar: SessionCalendar): number {
  for (let session = calendar.next(time); session; session = calendar.next(session.open)) {
    const stamp = atNewYork(session.date, STAMP_TIME);
    if (stamp > time) return stamp;
  }
  return Number.POSITIVE_INFINITY;
}
