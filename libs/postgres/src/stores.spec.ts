import {
  price,
  RuleError,
  UnavailableError,
  InvariantError,
  DEFAULT_RISK,
  type Bar,
  type Cash,
  type Decision,
  type EquitySymbol,
  type Order,
  type OrderEvent,
  type OrderId,
  type BrokerOrderId,
  type RoundTrip,
  type StrategyDefinition,
} from '@sofi/domain';
import { expect } from 'chai';
import { openDatabase, type Database } from './database.js';
import type { OrderSummary } from './order-store.js';
import { startTestPostgres, type TestPostgres } from './testing.js';

const AAPL = 'AAPL' as EquitySymbol;
const BRK = 'BRK/B' as EquitySymbol;
const MINUTE = 60_000;

describe('the stores over a real Postgres', function () {
  this.timeout(60_000);
  let postgres: TestPostgres;
  let db: Database;

  before(async () => {
    postgres = await startTestPostgres();
    db = postgres.db;
  });
  after(() => postgres.stop());

  describe('bars', () => {
    it('come back exactly, oldest first', async () => {
      const bars = [bar(2), bar(0, { open: price(0.000001), vwap: price(190.123457), volume: 4_000_000_000 }), bar(1)];
      await db.bars.save(bars);
      expect(await db.bars.load({ symbol: AAPL, timeframe: '1m' })).to.deep.equal([bars[1], bars[2], bars[0]]);
    });

    it('are found from inclusive to exclusive, and the newest of a limit', async () => {
      expect((await db.bars.load({ symbol: AAPL, timeframe: '1m', from: MINUTE, to: 2 * MINUTE })).map(({ start }) => start)).to.deep.equal([MINUTE]);
      expect((await db.bars.load({ symbol: AAPL, timeframe: '1m', limit: 2 })).map(({ start }) => start)).to.deep.equal([MINUTE, 2 * MINUTE]);
      expect(await db.bars.load({ symbol: BRK, timeframe: '1m' })).to.deep.equal([]);
    });

    it('keep the higher revision, whatever comes last', async () => {
      const revised = bar(1, { revision: 2, close: price(7), quality: 'gap' });
      await db.bars.save([bar(1, { revision: 1, close: price(6) }), revised, bar(1)]);
      await db.bars.save([bar(1, { revision: 1, close: price(6) })]);
      expect(await db.bars.load({ symbol: AAPL, timeframe: '1m', from: MINUTE, to: 2 * MINUTE })).to.deep.equal([revised]);
    });

    it('are written by the ten thousand', async () => {
      const many = Array.from({ length: 12_345 }, (_, i) => bar(i, { symbol: BRK }));
      await db.bars.save(many);
      expect(await db.bars.load({ symbol: BRK, timeframe: '1m' })).to.have.length(12_345);
    });
  });

  it('what was fetched is joined, whether there was anything or not', async () => {
    await db.historyRanges.add(AAPL, '1m', { from: 20, to: 30 }, '');
    await db.historyRanges.add(AAPL, '1m', { from: 10, to: 20 }, '');
    await db.historyRanges.add(AAPL, '1m', { from: 0, to: 10 }, 'the broker has nothing of it');
    await db.historyRanges.add(AAPL, '1m', { from: 40, to: 50 }, '');
    await db.historyRanges.add(AAPL, '1d', { from: 0, to: 100 }, '');
    expect(await db.historyRanges.of(AAPL, '1m')).to.deep.equal([
      { from: 0, to: 30 },
      { from: 40, to: 50 },
    ]);
    expect(await db.historyRanges.of(BRK, '1m')).to.deep.equal([]);
  });

  it('a split is noticed once, and told oldest first', async () => {
    const first = { date: '2014-06-09', ratio: { shares: 7, of: 1 } };
    const second = { date: '2020-08-31', ratio: { shares: 4, of: 1 } };
    await db.splits.note(AAPL, second, 2);
    await db.splits.note(AAPL, first, 1);
    await db.splits.note(AAPL, { ...first, ratio: { shares: 2, of: 1 } }, 3);
    expect(await db.splits.of(AAPL)).to.deep.equal([first, second]);
  });

  it('a checkpoint is set with what was done, or neither is', async () => {
    expect(await db.checkpoints.get('reader')).to.equal(undefined);
    await db.checkpoints.set('reader', { sequence: 5, marketTime: 100 });
    const failing = db.transaction(async (tx) => {
      await tx.checkpoints.set('reader', { sequence: 6, marketTime: 200 });
      await tx.bars.save([bar(0, { symbol: 'NEW' as EquitySymbol })]);
      throw new RuleError('x', 1, 'is refused');
    });
    expect(await failing.catch((error: unknown) => error)).to.be.instanceOf(RuleError);
    expect(await db.checkpoints.get('reader')).to.deep.equal({ sequence: 5, marketTime: 100 });
    expect(await db.bars.load({ symbol: 'NEW' as EquitySymbol, timeframe: '1m' })).to.deep.equal([]);
    await db.transaction((tx) => tx.checkpoints.set('reader', { sequence: 7, marketTime: 300 }));
    expect(await db.checkpoints.get('reader')).to.deep.equal({ sequence: 7, marketTime: 300 });
  });

  it('a strategy is saved, changed and deleted, and ids are not given twice', async () => {
    const id = await db.strategies.nextId();
    const first: StrategyDefinition = {
      id,
      name: 'RSI',
      type: 'rsi-mean-reversion',
      symbols: [AAPL, BRK],
      timeframe: '1m',
      account: 'A1',
      parameters: { period: 14 },
      risk: DEFAULT_RISK,
      status: 'stopped',
    };
    await db.strategies.save(first, 1_000);
    await db.strategies.save({ ...first, name: 'RSI 2', status: 'running' }, 2_000);
    const stored = { ...first, name: 'RSI 2', status: 'running', createdAt: 1_000 };
    expect(await db.strategies.get(id)).to.deep.equal(stored);
    expect(await db.strategies.all()).to.deep.equal([stored]);
    await db.strategies.delete(id);
    expect(await db.strategies.get(id)).to.equal(undefined);
    expect(await db.strategies.all()).to.deep.equal([]);
    expect(await db.strategies.nextId()).not.to.equal(id);
  });

  it('decisions are stored once and listed newest first', async () => {
    const decisions = [decision('1', AAPL, 10), decision('1', BRK, 10), decision('1', AAPL, 20), decision('2', AAPL, 30)];
    await db.decisions.append(decisions);
    await db.decisions.append(decisions);
    const ids = async (query: Parameters<Database['decisions']['list']>[0]) => (await db.decisions.list(query)).map(({ id }) => id);
    expect(await ids({ strategyId: '1', limit: 10 })).to.deep.equal(['1-AAPL-20', '1-BRK/B-10', '1-AAPL-10']);
    expect(await ids({ strategyId: '1', symbol: AAPL, limit: 10, before: 20 })).to.deep.equal(['1-AAPL-10']);
    expect(await ids({ strategyId: '1', limit: 1 })).to.deep.equal(['1-AAPL-20']);
    expect(await db.decisions.list({ strategyId: '2', limit: 1 })).to.deep.equal([decisions[3]]);
  });

  describe('order events', () => {
    const one = 'one-1' as OrderId;
    const two = 'two-1' as OrderId;

    it('are stored once, in the order given, and told where to publish', async () => {
      const stored = await db.orderEvents.append([approved(one, AAPL), approved(two, BRK), submitted(one, 2)]);
      expect(stored.map(({ account, symbol, event }) => [account, symbol, event.orderId, event.sequence])).to.deep.equal([
        ['A1', 'AAPL', one, 1],
        ['A1', 'BRK/B', two, 1],
        ['A1', 'AAPL', one, 2],
      ]);
      expect(await db.orderEvents.append([submitted(one, 2), filled(one, 3)])).to.have.length(1);
      expect(await db.orderEvents.all('A1')).to.deep.equal([approved(one, AAPL), approved(two, BRK), submitted(one, 2), filled(one, 3)]);
      expect(await db.orderEvents.of(one)).to.deep.equal([approved(one, AAPL), submitted(one, 2), filled(one, 3)]);
      expect(await db.orderEvents.all('A2')).to.deep.equal([]);
    });

    it('are unpublished until they are marked', async () => {
      const before = await db.orderEvents.unpublished(2);
      expect(before.map(({ event }) => event.orderId)).to.deep.equal([one, two]);
      await db.orderEvents.markPublished(before.map(({ id }) => id));
      expect((await db.orderEvents.unpublished(10)).map(({ event }) => event.sequence)).to.deep.equal([2, 3]);
    });

    it('of an order that never began are refused', async () => {
      expect(await db.orderEvents.append([submitted('ghost-1' as OrderId, 2)]).catch((error: unknown) => error)).to.be.instanceOf(InvariantError);
    });
  });

  it('the blotter is a projection that can be written again', async () => {
    const rows = [order('a', 10, 'filled', '1'), order('b', 20, 'accepted', null), order('c', 30, 'accepted', '1')];
    await db.orders.save(...rows);
    const changed = { ...(rows[1] as OrderSummary), status: 'filled', averageFillPrice: 190.123456, brokerOrderId: '77' };
    await db.orders.save(changed);
    expect(await db.orders.get('b')).to.deep.equal(changed);
    expect(await db.orders.get('none')).to.equal(undefined);
    const ids = async (query: Parameters<Database['orders']['list']>[0]) => (await db.orders.list(query)).map(({ orderId }) => orderId);
    expect(await ids({ limit: 10 })).to.deep.equal(['c', 'b', 'a']);
    expect(await ids({ strategyId: '1', limit: 10 })).to.deep.equal(['c', 'a']);
    expect(await ids({ status: 'filled', limit: 10 })).to.deep.equal(['b', 'a']);
    expect(await ids({ status: ['filled', 'accepted'], limit: 10, before: 30 })).to.deep.equal(['b', 'a']);
    expect(await ids({ account: 'A2', limit: 10 })).to.deep.equal([]);
  });

  it('round trips are stored once and listed newest first', async () => {
    const trips = [trip('t1', 10, '1'), trip('t2', 20, '1'), trip('t3', 30, 'manual')];
    await db.roundTrips.append(trips);
    await db.roundTrips.append(trips);
    expect(await db.roundTrips.list({ limit: 2 })).to.deep.equal([trips[2], trips[1]]);
    expect(await db.roundTrips.list({ book: '1', symbol: AAPL, limit: 10 })).to.deep.equal([trips[1], trips[0]]);
  });

  it('openings, positions and watchlists keep the newest word', async () => {
    await db.openings.put('A1', { cash: -1_000_001 as Cash, leverage: 2, time: 5 });
    expect(await db.openings.get('A1')).to.deep.equal({ cash: -1_000_001, leverage: 2, time: 5 });
    expect(await db.openings.get('A2')).to.equal(undefined);
    const held = {
      account: 'A1',
      symbol: AAPL,
      time: 9,
      positions: [
        {
          account: 'A1',
          book: '1',
          symbol: AAPL,
          netQuantity: -3,
          costBasis: -570_000_003 as Cash,
          averagePrice: price(190.000001),
          realisedProfit: 0 as Cash,
          openedAt: 8,
          stopLoss: price(193.8),
        },
      ],
    };
    await db.positions.save({ ...held, positions: [] }, { ...held, symbol: BRK });
    await db.positions.save(held);
    expect(await db.positions.all('A1')).to.deep.equal([held, { ...held, symbol: BRK }]);
    expect(await db.watchlists.get('ann')).to.equal(undefined);
    await db.watchlists.set('ann', [AAPL, BRK]);
    await db.watchlists.set('ben', [AAPL]);
    await db.watchlists.set('ann', [BRK]);
    expect(await db.watchlists.get('ann')).to.deep.equal([BRK]);
    expect(await db.watchlists.symbols()).to.deep.equal([AAPL, BRK]);
  });

  it('sessions end by time and tokens go with their user', async () => {
    const ann = { username: 'ann', passwordHash: 'scrypt', role: 'admin' as const, createdAt: 1 };
    await db.users.save(ann);
    expect(await db.users.get('ann')).to.deep.include(ann);
    expect(await db.users.count()).to.equal(1);
    await db.browserSessions.save({ tokenHash: 'h', username: 'ann', csrfToken: 'c', createdAt: 1, expiresAt: 100 });
    expect(await db.browserSessions.get('h', 99)).to.include({ username: 'ann', csrfToken: 'c' });
    expect(await db.browserSessions.get('h', 100)).to.equal(undefined);
    await db.apiTokens.save({ id: 't', name: 'bot', tokenHash: 'th', username: 'ann', createdAt: 1, lastUsedAt: null });
    await db.apiTokens.used('t', 50);
    expect(await db.apiTokens.find('th')).to.include({ id: 't', lastUsedAt: 50 });
    await db.users.delete('ann');
    expect(await db.apiTokens.find('th')).to.equal(undefined);
    expect(await db.browserSessions.get('h', 1)).to.equal(undefined);
  });

  it('says so where the password is wrong, at once', async () => {
    const url = Object.assign(new URL(postgres.url), { password: 'wrong' }).href;
    // to wait would outlast the spec
    const error = await openDatabase(url, { waitMs: 600_000 }).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(UnavailableError);
    expect((error as Error).message).not.to.contain('wrong@');
  });
});

function bar(minute: number, change: Partial<Bar> = {}): Bar {
  return {
    symbol: AAPL,
    timeframe: '1m',
    start: minute * MINUTE,
    end: (minute + 1) * MINUTE,
    open: price(190),
    high: price(191.5),
    low: price(189.25),
    close: price(190.01),
    volume: 1_200,
    tradeCount: 12,
    vwap: price(190.333333),
    revision: 0,
    quality: 'whole',
    ...change,
  };
}

function decision(strategyId: string, symbol: EquitySymbol, time: number): Decision {
  return {
    id: `${strategyId}-${symbol}-${time}`,
    strategyId,
    symbol,
    timeframe: '1m',
    barStart: time,
    time,
    close: price(190.01),
    verdict: 'hold',
    reason: 'RSI 50 is between 30 and 70',
    values: { rsi: 50.123456789 },
    conditions: [{ name: 'RSI below 30', met: false, detail: '50' }],
  };
}

function approved(orderId: OrderId, symbol: EquitySymbol): OrderEvent {
  const order: Order = {
    id: orderId,
    account: 'A1',
    symbol,
    side: 'buy',
    quantity: 3,
    duration: 'day',
    type: 'limit',
    limitPrice: price(190.01),
    origin: { kind: 'strategy', strategyId: '1', intent: 'enter' },
  };
  return { orderId, sequence: 1, time: 10, type: 'approved', order, reason: 'within limits', stopLossPct: 2, referencePrice: price(190) };
}

function submitted(orderId: OrderId, sequence: number): OrderEvent {
  return { orderId, sequence, time: 11, type: 'submitted' };
}

function filled(orderId: OrderId, sequence: number): OrderEvent {
  const fill = {
    id: `${orderId}-3`,
    orderId,
    brokerOrderId: '7' as BrokerOrderId,
    account: 'A1',
    book: '1',
    symbol: AAPL,
    side: 'buy' as const,
    quantity: 3,
    price: price(190.005),
    fees: 10_000 as Cash,
    time: 12,
  };
  return { orderId, sequence, time: 12, type: 'filled', fill, cumulativeQuantity: 3, complete: true };
}

function order(orderId: string, createdAt: number, status: string, strategyId: string | null): OrderSummary {
  return {
    orderId: orderId as OrderId,
    brokerOrderId: null,
    account: 'A1',
    symbol: 'AAPL',
    side: 'buy',
    quantity: 3,
    type: 'limit',
    limitPrice: 190.01,
    stopPrice: null,
    duration: 'day',
    status,
    filledQuantity: 0,
    averageFillPrice: null,
    origin: 'person:ann',
    strategyId,
    reason: '',
    createdAt,
    updatedAt: createdAt,
  };
}

function trip(id: string, exitTime: number, book: string): RoundTrip {
  return {
    id,
    account: 'A1',
    book,
    symbol: AAPL,
    side: 'long',
    quantity: 3,
    entryPrice: price(190),
    exitPrice: price(191.000001),
    entryTime: 1,
    exitTime,
    profit: 3_000_003 as Cash,
    profitPct: 0.52631736842,
    exitReason: 'signal',
  };
}
