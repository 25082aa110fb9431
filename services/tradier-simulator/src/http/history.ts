import { atNewYork, dateOf, dollars, shiftDate, weekdayOf } from '@sofi/domain';
import type { TradedBar } from '../market/market.js';
import { barredOf, daysOf } from '../market/security-bars.js';
import { rolledUp } from '../market/traded-bar.js';
import type { MarketSight } from '../simulation.js';
import { checkedInTime, choice, dayFrom, required } from './parameters.js';
import { content, type Reply } from './reply.js';
import type { Call, Route } from './router.js';
import { listAnswer } from './wire.js';

/** Where no start is given. A made market makes each day when it is asked for, so years are not given unasked. */
const DAYS_UNASKED = 30;
const OLDEST_DAYS = 3660;
/** made in one go: some 25 ms */
const DAYS_AT_ONCE = 5;

export function historyRoutes(simulation: MarketSight): Route[] {
  return [{ method: 'GET', pattern: '/v1/markets/history', rate: 'market', answer: checkedInTime((call) => history(call, simulation)) }];
}

/** Days, of regular hours unless all are asked for, the present one as far as it has come; a week and a month are dated by their first day, Monday or the 1st. */
async function history({ form }: Call, { market, now }: MarketSight): Promise<Reply> {
  const name = required(form, 'symbol');
  const interval = choice(form, 'interval', ['daily', 'weekly', 'monthly'], 'daily');
  const hours = choice(form, 'session_filter', ['open', 'all'], 'open');
  const today = dateOf(now);
  const start = dayFrom(form, 'start', shiftDate(today, -DAYS_UNASKED));
  const end = dayFrom(form, 'end', today);
  const security = barredOf(name, market, now);
  if (!security) return content({ history: null });
  const oldest = shiftDate(today, -OLDEST_DAYS);
  const from = atNewYork(start < oldest ? oldest : start, '00:00');
  const to = atNewYork(shiftDate(end > today ? today : end, 1), '00:00');
  const days: TradedBar[] = [];
  for (let at = from; at < to;) {
    const until = Math.min(to, atNewYork(shiftDate(dateOf(at), DAYS_AT_ONCE), '00:00'));
    days.push(...daysOf(security, market, { from: at, to: until, now, hours }));
    at = until;
    // streams and orders do not wait for years to be made
    await new Promise((resolve) => setImmediate(resolve));
  }
  const bars = interval === 'daily' ? days : rolledUp(days, (day) => atNewYork(periodOf(dateOf(day.start), interval), '00:00'));
  return content(listAnswer('history', 'day', bars.map(dayWire), null));
}

function periodOf(date: string, interval: 'weekly' | 'monthly'): string {
  return interval === 'monthly' ? `${date.slice(0, 7)}-01` : shiftDate(date, -((weekdayOf(date) + 6) % 7));
}

function dayWire({ start, open, high, low, close, volume }: TradedBar): Record<string, unknown> {
  return { date: dateOf(start), open: dollars(open), high: dollars(high), low: dollars(low), close: dollars(close), volume };
}
