import { dateOf, nyseHoliday, shiftDate, timeOfDay, type Session } from '@sofi/domain';
import type { Simulation } from '../simulation.js';
import { checked, wholeFrom } from './parameters.js';
import { content, type Reply } from './reply.js';
import type { Call, Route } from './router.js';

export function calendarRoutes(simulation: Simulation, skew: () => number): Route[] {
  return [
    { method: 'GET', pattern: '/v1/markets/clock', rate: 'market', answer: () => content({ clock: clock(simulation, skew()) }) },
    { method: 'GET', pattern: '/v1/markets/calendar', rate: 'market', answer: checked((call) => calendar(call, simulation)) },
  ];
}

/** `skew`: ms by which it is off. */
function clock({ market, now: trueNow }: Simulation, skew: number): Record<string, unknown> {
  const now = trueNow + skew;
  const session = market.calendar.on(dateOf(now));
  const [state, change, next] = stateAt(session, now);
  const until = change === undefined ? '00:00' : endOf(change);
  const description =
    state === 'open' && session ? `Market is open from ${timeOfDay(session.open)} to ${endOf(session.close)}` : `Market is ${state === 'closed' ? 'closed' : `in ${state}`}`;
  return { date: dateOf(now), description, state, timestamp: Math.floor(now / 1000), next_change: until, next_state: next };
}

type State = 'premarket' | 'open' | 'postmarket' | 'closed';

/** The state, when it changes next today, and to what. */
function stateAt(session: Session | undefined, now: number): [State, number | undefined, State] {
  if (!session || now >= session.postClose) return ['closed', undefined, 'premarket'];
  if (now < session.preOpen) return ['closed', session.preOpen, 'premarket'];
  if (now < session.open) return ['premarket', session.open, 'open'];
  if (now < session.close) return ['open', session.close, session.postClose > session.close ? 'postmarket' : 'closed'];
  return ['postmarket', session.postClose, 'closed'];
}

/** Each day of a month, weekends too. */
function calendar({ form }: Call, { market, now }: Simulation): Reply {
  const year = wholeFrom(form, 'year', [1998, 2100], Number(dateOf(now).slice(0, 4)));
  const month = wholeFrom(form, 'month', [1, 12], Number(dateOf(now).slice(5, 7)));
  const prefix = `${year}-${String(month).padStart(2, '0')}`;
  const days: Record<string, unknown>[] = [];
  for (let date = `${prefix}-01`; date.startsWith(prefix); date = shiftDate(date, 1)) days.push(day(date, market.calendar.on(date)));
  return content({ calendar: { month, year, days: { day: days } } });
}

function day(date: string, session: Session | undefined): Record<string, unknown> {
  if (!session) return { date, status: 'closed', description: closedOn(date) };
  const hours = (from: number, to: number) => ({ start: timeOfDay(from), end: endOf(to) });
  return {
    date,
    status: 'open',
    description: 'Market is open',
    ...(session.preOpen < session.open ? { premarket: hours(session.preOpen, session.open) } : {}),
    open: hours(session.open, session.close),
    ...(session.postClose > session.close ? { postmarket: hours(session.close, session.postClose) } : {}),
  };
}

function closedOn(date: string): string {
  const holiday = nyseHoliday(date);
  return holiday === undefined ? 'Market is closed' : `Market is closed for ${holiday}`;
}

/** Midnight ends a day as 24:00. */
function endOf(time: number): string {
  const clockTime = timeOfDay(time);
  return clockTime === '00:00' ? '24:00' : clockTime;
}
