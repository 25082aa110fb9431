import { decode, interestMessage, strategyDraft, subjects } from '@sofi/contracts';
import { cash, nyseCalendar, price, type Position } from '@sofi/domain';
import { StrategyHost } from '@sofi/engine';
import { CommandRefused, type Bus } from '@sofi/nats';
import { startTestNats, type TestNats } from '@sofi/nats/testing';
import { startTestPostgres, type TestPostgres } from '@sofi/postgres/testing';
import { History } from '@sofi/service-kit';
import { expect } from 'chai';
import { WarmUpHistory } from './history.js';
import { bar, closeOf, MINUTE, OPEN } from './paced-market.fixture.js';
import { Roster } from './roster.js';

const NOW = OPEN + 10 * MINUTE + 2_000;
const asked = { name: 'Dips', type: 'rsi-mean-reversion', symbols: ['AAPL'], timeframe: '1m', parameters: { period: 2 } };
const draft = (change: object = {}) => strategyDraft.parse({ ...asked, ...change });

describe('the roster of strategies', function () {
  this.timeout(30_000);
  let nats: TestNats;
  let postgres: TestPostgres;
  let bus: Bus;
  let host: StrategyHost;
  let roster: Roster;
  /** the beginnings of the ranges that the broker was asked for */
  let beginnings: number[];

  before(async () => {
    [nats, postgres] = await Promise.all([startTestNats(), startTestPostgres()]);
    const real = await nats.connect();
    const ask = async (name: string, { from, to }: { from: number; to: number }) => {
      if (name === 'order-router.account') return { account: 'VA1' };
      if (name === 'market-data.snapshots') return { known: [], unknown: [] };
      // all of it is the session of today, of which nothing is put into storage
      if (name === 'market-data.backfill') return { state: 'done', done: 0, of: 0, settledUntil: 0 };
      beginnings.push(from);
      const first = Math.ceil((from - OPEN) / MINUTE);
      return { bars: Array.from({ length: Math.ceil((to - OPEN) / MINUTE) - first }, (_, index) => bar(OPEN + (first + index) * MINUTE, closeOf(first + index))) };
    };
    bus = Object.assign(Object.create(real) as Bus, { ask, record: real.record.bind(real) });
  });
  after(() => Promise.all([nats.stop(), postgres.stop()]));
  beforeEach(() => {
    beginnings = [];
    roster = newRoster();
  });

  /** as after a restart */
  function newRoster(): Roster {
    host = new StrategyHost();
    const calendar = Object.assign(nyseCalendar(), { cover: () => Promise.resolve() });
    return new Roster(bus, postgres.db, host, new WarmUpHistory(new History(bus, postgres.db, calendar), postgres.db, calendar));
  }

  async function refusalOf(work: Promise<unknown>): Promise<number | undefined> {
    const error = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    return error instanceof CommandRefused ? error.problem.status : undefined;
  }

  it('is stopped, running, paused: what may follow what, and what is refused', async () => {
    expect((await roster.create('a', draft())).status).to.equal('stopped');
    expect(await refusalOf(roster.pause('a')), 'only what runs is paused').to.equal(409);
    expect((await roster.start('a', NOW)).status).to.equal('running');
    expect((await roster.start('a', NOW)).status, 'started twice is started').to.equal('running');
    expect(await refusalOf(roster.update('a', draft({ name: 'New' }))), 'changed under way').to.equal(409);
    expect(await refusalOf(roster.remove('a')), 'deleted under way').to.equal(409);
    expect((await roster.pause('a')).status).to.equal('paused');
    expect((await roster.start('a', NOW)).status).to.equal('running');
    expect((await roster.stop('a')).status).to.equal('stopped');
    expect((await roster.update('a', draft({ name: 'New' }))).name).to.equal('New');
    await roster.remove('a');
    expect(await refusalOf(roster.get('a'))).to.equal(404);
  });

  it('keeps a strategy that still holds something', async () => {
    await roster.create('b', draft());
    const held = {
      account: 'VA1',
      book: 'b',
      symbol: bar(0, 1).symbol,
      netQuantity: 10,
      costBasis: cash(1_000),
      averagePrice: price(100),
      realisedProfit: cash(0),
      openedAt: OPEN,
    } as Position;
    await postgres.db.positions.save({ account: 'VA1', symbol: held.symbol, positions: [held], time: OPEN });
    expect(await refusalOf(roster.remove('b'))).to.equal(409);
    await postgres.db.positions.save({ account: 'VA1', symbol: held.symbol, positions: [{ ...held, netQuantity: 0 }], time: OPEN + 1 });
    await roster.remove('b');
  });

  it('is warm when it starts, and after a restart from the same beginning, whatever the time', async () => {
    await roster.create('c', draft());
    await roster.start('c', NOW);
    const [warm] = host.state('c');
    expect(warm).to.deep.include({ warm: true });
    const watched = await bus.newest('INTEREST', subjects.interest('strategy-runner'));
    expect(decode(interestMessage, watched!.data).symbols).to.deep.equal(['AAPL']);
    await newRoster().resume(NOW);
    expect(host.state('c')).to.deep.equal([warm]);
    await newRoster().resume(NOW + 5 * MINUTE);
    expect(host.state('c')[0]?.barsSeen).to.equal((warm?.barsSeen ?? 0) + 5);
    // ten times 3 bars: 10 minutes and 2 s of Monday, so 20 minutes less 2 s of Friday
    expect(new Set(beginnings)).to.deep.equal(new Set([Date.parse('2013-10-04T19:40:02Z')]));
  });
});
