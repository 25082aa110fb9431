import { atNewYork, dateOf, dollars, shiftDate, type Cash, type EquitySymbol, type Price } from '@sofi/domain';
import { markOf, type BookedDeal } from '../account/account-book.js';
import { figuresOf } from '../account/figures.js';
import { Holdings } from '../account/holdings.js';
import type { Market } from '../market/market.js';
import type { Simulation } from '../simulation.js';
import { choice } from './parameters.js';
import { content, type Reply } from './reply.js';
import type { Call } from './router.js';

const PERIODS = ['WEEK', 'MONTH', 'YTD', 'YEAR', 'YEAR_3', 'YEAR_5', 'ALL'] as const;
const DAYS = { WEEK: 7, MONTH: 30, YEAR: 365, YEAR_3: 3 * 365, YEAR_5: 5 * 365 } as const;

/** What the account was worth at the end of each session since it was opened; of the present one, now. A true list without a holder. */
export function historicalBalances({ form }: Call, simulation: Simulation): Reply {
  const { brokerage, market, now } = simulation;
  const from = beginning(choice(form, 'period', PERIODS, 'ALL'), dateOf(now), dateOf(market.from));
  const values = valuesFrom(from, simulation);
  const balances = [...values, { date: dateOf(now), value: brokerage.account.figures(now).equity }];
  const [first, last] = [balances[0]?.value ?? 0, balances.at(-1)?.value ?? 0];
  return content({
    balances: balances.map(({ date, value }) => ({ date, value: dollars(value) })),
    delta: dollars((last - first) as Cash),
    deltaPercent: first === 0 ? 0 : Math.round(((last - first) / first) * 10_000) / 100,
  });
}

function beginning(period: (typeof PERIODS)[number], today: string, opened: string): string {
  const start = period === 'ALL' ? opened : period === 'YTD' ? `${today.slice(0, 4)}-01-01` : shiftDate(today, -DAYS[period]);
  return start > opened ? start : opened;
}

interface DayValue {
  readonly date: string;
  readonly value: Cash;
}

/** Of the sessions before today: the deals are booked anew, day by day, and marked at each day's close. */
function valuesFrom(from: string, { brokerage: { account, rules }, market, now }: Simulation): DayValue[] {
  const holdings = new Holdings(rules.openingCash);
  const deals = [...account.deals];
  const values: DayValue[] = [];
  for (let date = dateOf(market.from); date < dateOf(now); date = shiftDate(date, 1)) {
    bookUntil(atNewYork(shiftDate(date, 1), '00:00'), deals, holdings);
    const session = market.calendar.on(date);
    if (!session || date < from) continue;
    const spot = (symbol: EquitySymbol) => closeOn(symbol, date, market, now);
    values.push({ date, value: figuresOf(holdings, (security) => markOf(security, spot, session.close), date).equity });
  }
  return values;
}

function bookUntil(end: number, deals: BookedDeal[], holdings: Holdings): void {
  while (deals[0] && deals[0].time < end) {
    const [deal] = deals.splice(0, 1);
    if (deal) holdings.book(deal, dateOf(deal.time));
  }
}

/** The last price of the day's session. */
function closeOn(symbol: EquitySymbol, date: string, market: Market, now: number): Price | undefined {
  const session = market.calendar.on(date);
  return session && market.minutes(symbol, session.open, session.close, now).at(-1)?.close;
}
