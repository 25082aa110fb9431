import { expect } from 'chai';
import { atNewYork, dollars } from '@sofi/domain';
import { market } from '../account/hand-market.js';
import type { Simulation } from '../simulation.js';
import { accountRoutes } from './accounts.js';
import { historyRoutes } from './history.js';
import { ask, askInTime, NOON, standing } from './testing.js';

const PATH = '/v1/accounts/SIM0000001/historical-balances';
type History = { balances: { date: string; value: number }[]; delta: number; deltaPercent: number };

/** Ten shares of AAPL are bought on a Friday morning, five more on Tuesday; it is Wednesday noon now. */
function withShares(): Simulation {
  const simulation = standing(atNewYork('2026-06-05', '10:00'));
  for (const [quantity, date] of [
    [10, '2026-06-05'],
    [5, '2026-06-09'],
  ] as const) {
    simulation.advance(atNewYork(date, '10:00'));
    simulation.place(market('buy', quantity), simulation.now);
    simulation.advance(simulation.now + 120_000);
  }
  simulation.advance(NOON);
  return simulation;
}

describe('The account’s value day by day', () => {
  it('is its cash and its shares at each close, without the days on which nothing trades, and today at the present price', async () => {
    const simulation = withShares();
    const { balances, delta, deltaPercent } = ask(accountRoutes(simulation), 'GET', PATH) as History;
    expect(balances.map(({ date }) => date)).to.deep.equal(['2026-06-05', '2026-06-08', '2026-06-09', '2026-06-10']);
    const { history } = (await askInTime(historyRoutes(simulation), 'GET', '/v1/markets/history?symbol=AAPL&start=2026-06-05&end=2026-06-09')) as {
      history: { day: { date: string; close: number }[] };
    };
    const [first, second] = simulation.brokerage.account.deals.map(({ price }) => dollars(price));
    const cash = 100_000 - 10 * (first ?? 0);
    const [friday, monday, tuesday] = history.day.map(({ close }) => close);
    expect(balances[0]?.value).to.be.closeTo(cash + 10 * (friday ?? 0), 1e-6);
    expect(balances[1]?.value).to.be.closeTo(cash + 10 * (monday ?? 0), 1e-6);
    expect(balances[2]?.value).to.be.closeTo(cash - 5 * (second ?? 0) + 15 * (tuesday ?? 0), 1e-6);
    const now = ask(accountRoutes(simulation), 'GET', '/v1/accounts/SIM0000001/balances') as { balances: { total_equity: number } };
    expect(balances.at(-1)?.value).to.equal(now.balances.total_equity);
    const [from = 0, to = 0] = [balances[0]?.value, balances.at(-1)?.value];
    expect(delta).to.be.closeTo(to - from, 1e-6);
    expect(deltaPercent).to.be.closeTo((100 * (to - from)) / from, 0.005);
  });

  it('goes back as far as it is told, and not behind the account’s beginning', () => {
    const simulation = standing(NOON, atNewYork('2026-05-28', '10:00'));
    const first = (period: string) => (ask(accountRoutes(simulation), 'GET', `${PATH}?period=${period}`) as History).balances[0]?.date;
    expect(first('WEEK')).to.equal('2026-06-03');
    for (const period of ['MONTH', 'YTD', 'YEAR', 'YEAR_3', 'YEAR_5', 'ALL', '']) expect(first(period), period).to.equal('2026-05-28');
    expect(ask(accountRoutes(simulation), 'GET', `${PATH}?period=DAY`)).to.deep.equal([400, 'Invalid parameter, period: is not valid.']);
  });
});
