import { dateOf, RuleError, type EquitySymbol, type Session, type SessionCalendar } from '@sofi/domain';
import type { Columns } from './columns.js';

/** The table of sessions begins here: earlier rows could not be told from rows of a holiday. */
const FIRST_DATE = '1998-01-01';

/** Thrown for a row before the open or after the close: bars are made of regular hours alone. */
export class OutsideHours extends RuleError {}

/** A cell by its column's name, empty where the row ends before it. */
export function cellOf(cells: readonly string[], { place }: Columns, name: string): string {
  return cells[place(name) ?? -1] ?? '';
}

export function refuseOtherSymbol(cells: readonly string[], columns: Columns, symbol: EquitySymbol): void {
  if (columns.place('symbol') === undefined) return;
  const own = cellOf(cells, columns, 'symbol');
  if (own.toUpperCase().replace('.', '/') !== symbol) throw new RuleError('symbol', own, `must be ${symbol}: one file, one symbol`);
}

export function refuseFuture(until: number, now: number, text: string): void {
  if (until > now) throw new RuleError('time', text, 'must be over');
}

export function sessionOfDate(date: string, calendar: SessionCalendar): Session {
  if (date < FIRST_DATE) throw new RuleError('time', date, `must be ${FIRST_DATE} or later: the sessions before are not known`);
  const session = calendar.on(date);
  if (!session) throw new RuleError('time', date, 'must be a day on which the exchange is open');
  return session;
}

/** The session whose regular hours hold the time; an OutsideHours where the day has one, but earlier or later. */
export function sessionOfTime(time: number, text: string, calendar: SessionCalendar): Session {
  const session = sessionOfDate(dateOf(time), calendar);
  if (time < session.open || time >= session.close) throw new OutsideHours('time', text, 'must lie in regular hours');
  return session;
}
