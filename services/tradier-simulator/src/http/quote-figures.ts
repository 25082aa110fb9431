import { dateOf, type Price } from '@sofi/domain';
import type { DayFigures, Market } from '../market/market.js';

export function change(last: Price | undefined, previousClose: Price | undefined): Record<'change' | 'change_percentage', number | null> {
  if (last === undefined || previousClose === undefined) return { change: null, change_percentage: null };
  return { change: (last - previousClose) / 1e6, change_percentage: Math.round(((last - previousClose) / previousClose) * 10_000) / 100 };
}

/** Today's close is told once the session is over. */
export function closeOf(day: DayFigures, { calendar }: Market, now: number): Price | undefined {
  const session = calendar.on(dateOf(now));
  return day.open !== undefined && session !== undefined && now >= session.close ? day.last?.price : undefined;
}
