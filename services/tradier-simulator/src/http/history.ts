import { atNewYork, dateOf, dollars, RuleError, shiftDate, weekdayOf, type SessionCalendar } from '@sofi/domain';
import type { TradedBar } from '../market/market.js';
import { rolledUp } from '../market/traded-bar.js';
import type { MarketSight } from '../simulation.js';
import { listingOf } from './quotes.js';
import { content, invalidParameter, type Reply } from './reply.js';
import type { Call, Route } from './router.js';
import { listAnswer } from './wire.js';

/** Where no start is given. A made market makes each day when it is asked for, so years are not given unasked. */
const DAYS_UNASKED = 30;
const OLDEST_DAYS = 3660;
const INTERVALS = ['daily', 'weekly', 'monthly'] as const;

export function historyRoutes(simulation: MarketSight): Route[] {
  return [{ method: 'GET', pattern: '/v1/markets/history', rate: 'market', answer: (call) => history(call, simulation) }];
}

/** Days of regular hours, the present one as far as it has come; a week and a month are dated by their first day, Monday or the 1st. */
function history({ form }: Call, simulation: MarketSight): Reply {
  const { market, now } = simulation;
  const interval = INTERVALS.find((each) => each === (form.get('interval') ?? 'daily'));
  const today = dateOf(now);
  const start = dateIn(form.get('start'), shiftDate(today, -DAYS_UNASKED));
  const end = dateIn(form.get('end'), today);
  if ((form.get('symbol') ?? '') === '') return invalidParameter('symbol', 'is required.');
  if (interval === undefined) return invalidParameter('interval');
  if (start === undefined) return invalidParameter('start');
  if (end === undefined) return invalidParameter('end');
  const listing = listingOf(form.get('symbol') ?? '', simulation.market);
  if (!listing) return content({ history: null });
  const oldest = shiftDate(today, -OLDEST_DAYS);
  const from = atNewYork(start < oldest ? oldest : start, '00:00');
  const to = atNewYork(shiftDate(end > today ? today : end, 1), '00:00');
  const days = daysOf(market.minutes(listing.symbol, from, to, now), market.calendar);
  const bars = interval === 'daily' ? days : rolledUp(days, (day) => atNewYork(periodOf(dateOf(day.start), interval), '00:00'));
  return content(listAnswer('history', 'day', bars.map(dayWire), null));
}

function daysOf(minutes: readonly TradedBar[], calendar: SessionCalendar): TradedBar[] {
  return rolledUp(
    minutes.filter(({ start }) => calendar.at(start)),
    ({ start }) => calendar.at(start)?.open ?? start,
  );
}

function periodOf(date: string, interval: 'weekly' | 'monthly'): string {
  return interval === 'monthly' ? `${date.slice(0, 7)}-01` : shiftDate(date, -((weekdayOf(date) + 6) % 7));
}

function dayWire({ start, open, high, low, close, volume }: TradedBar): Record<string, unknown> {
  return { date: dateOf(start), open: dollars(open), high: dollars(high), low: dollars(low), close: dollars(close), volume };
}

function dateIn(words: string | undefined, otherwise: string): string | undefined {
  if (words === undefined || words === '') return otherwise;
  try {
    return shiftDate(words, 0);
  } catch (error) {
    if (error instanceof RuleError) return undefined;
    throw error;
  }
}
