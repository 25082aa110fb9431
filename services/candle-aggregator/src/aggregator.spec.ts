import { barMessage, clockMessage, decode, subjects } from '@sofi/contracts';
import { barId, TIMEFRAMES, type Bar, type EquitySymbol } from '@sofi/domain';
import type { Bus, Message } from '@sofi/nats';
import { startTestNats } from '@sofi/nats/testing';
import { startTestPostgres } from '@sofi/postgres/testing';
import type { Database } from '@sofi/postgres';
import { MarketCalendar } from '@sofi/service-kit';
import { expect } from 'chai';
import { Aggregator } from './aggregator.js';
import { asStream, calendarBus, FRIDAY_CLOSE, MONDAY_OPEN, seeded, SYMBOLS, twoDays } from './two-days.fixture.js';

const MINUTE = 60_000;
const GRACE_MS = 2_000;
const unbroken = () => undefined;

interface Outcome {
  readonly stored: readonly Bar[];
  readonly published: readonly Bar[];
  readonly kills: number;
}

class Killed extends Error {}

/** Runs an aggregator over the stream, killed wherever `dies` says so: between two messages, and before or after each of its effects. */
async function aggregated(messages: readonly Message[], dies: () => boolean = () => false): Promise<Outcome> {
  const [nats, postgres] = await Promise.all([startTestNats(), startTestPostgres()]);
  try {
    const bus = await nats.connect();
    const mortal = async <T>(effect: () => Promise<T>): Promise<T> => {
      if (dies()) throw new Killed();
      const done = await effect();
      if (dies()) throw new Killed();
      return done;
    };
    const kills = await runThrough(messages, () => makeAggregator(bus, postgres.db, mortal), dies);
    return { stored: await storedBars(postgres.db), published: await publishedBars(bus), kills };
  } finally {
    await Promise.all([nats.stop(), postgres.stop()]);
  }
}

function makeAggregator(bus: Bus, database: Database, mortal: <T>(effect: () => Promise<T>) => Promise<T>): Aggregator {
  const record: Bus['record'] = (subject, text, id) =>
    mortal(async () => {
      if (subject === subjects.candleClock) await expectStored(bus, database, decode(clockMessage, Buffer.from(text)).time);
      return bus.record(subject, text, id);
    });
  const transaction: Database['transaction'] = (work) => mortal(() => database.transaction(work));
  return new Aggregator(
    { record, ask: () => Promise.reject(new Error('a paced market says everything again by itself')) },
    { bars: database.bars, checkpoints: database.checkpoints, transaction },
    new MarketCalendar(calendarBus),
    () => {},
  );
}

async function runThrough(messages: readonly Message[], make: () => Aggregator, dies: () => boolean): Promise<number> {
  let aggregator = make();
  let kills = 0;
  for (let next = await aggregator.resume(); next < messages.length;) {
    try {
      await aggregator.onMessage(messages[next] as Message);
      if (dies()) throw new Killed();
      next += 1;
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      kills += 1;
      aggregator = make();
      next = await aggregator.resume();
    }
  }
  return kills;
}

/** What is passed on has happened: the newest published bar of each symbol is in the database. */
async function expectStored(bus: Bus, database: Database, tick: number): Promise<void> {
  for (const message of await bus.newestOf('CANDLES', subjects.candleClosed('1m', '*'))) {
    const bar = decode(barMessage, message.data);
    // a tick that is worked off again after a kill has nothing to do with the bars after it
    if (bar.end + GRACE_MS > tick) continue;
    const [stored] = await database.bars.load({ symbol: bar.symbol, timeframe: '1m', limit: 1 });
    expect(stored?.start, `${bar.symbol} when its tick is passed on`).to.equal(bar.start);
  }
}

async function storedBars(database: Database): Promise<Bar[]> {
  const bars: Bar[] = [];
  for (const symbol of SYMBOLS) for (const timeframe of TIMEFRAMES) bars.push(...(await database.bars.load({ symbol, timeframe })));
  return bars;
}

/** Of each bar the highest revision, in the order of the stored ones. */
async function publishedBars(bus: Bus): Promise<Bar[]> {
  const last = await bus.lastSequence('CANDLES');
  const newest = new Map<string, Bar>();
  await new Promise<void>((done) => {
    bus.follow('CANDLES', { after: 0 }, ({ subject, sequence, data }) => {
      if (subject !== subjects.candleClock) {
        const bar = decode(barMessage, data);
        const key = barId({ ...bar, revision: 0 });
        if ((newest.get(key)?.revision ?? -1) < bar.revision) newest.set(key, bar);
      }
      if (sequence === last) done();
    });
  });
  const place = (bar: Bar) => (SYMBOLS.indexOf(bar.symbol) * 10 + TIMEFRAMES.indexOf(bar.timeframe)) * 1e14 + bar.start;
  return [...newest.values()].toSorted((a, b) => place(a) - place(b));
}

/** One-minute bars by hand: open, high, low, close, volume and count of each minute's trades; a quiet minute repeats the last close. */
function minutesByHand(symbol: EquitySymbol): number[][] {
  const trades = twoDays().flatMap((step) => step.trades.filter((trade) => trade.symbol === symbol));
  const minutes = [...range(FRIDAY_CLOSE - 6 * MINUTE, FRIDAY_CLOSE), ...range(MONDAY_OPEN, MONDAY_OPEN + 7 * MINUTE)];
  let close: number | undefined;
  return minutes.flatMap((start) => {
    const prices = trades.filter(({ exchangeTime }) => exchangeTime >= start && exchangeTime < start + MINUTE);
    const paid = prices.map((trade) => trade.price as number);
    const open = paid[0] ?? close;
    close = paid.at(-1) ?? close;
    if (open === undefined || close === undefined) return [];
    return [[start, open, Math.max(open, ...paid), Math.min(open, ...paid), close, prices.reduce((sum, { size }) => sum + size, 0), prices.length]];
  });
}

function range(from: number, to: number): number[] {
  return Array.from({ length: (to - from) / MINUTE }, (_, index) => from + index * MINUTE);
}

describe('the aggregator', function () {
  this.timeout(60_000);
  let whole: Outcome;

  before(async () => {
    whole = await aggregated(asStream(twoDays(), unbroken));
  });

  for (const symbol of SYMBOLS) {
    it(`makes the minutes of ${symbol}: quiet ones flat, none in the weekend, none before the first trade`, () => {
      const minutes = whole.stored.filter((bar) => bar.symbol === symbol && bar.timeframe === '1m');
      expect(minutes.map(({ start, open, high, low, close, volume, tradeCount }) => [start, open, high, low, close, volume, tradeCount])).to.deep.equal(minutesByHand(symbol));
      expect(minutes.every(({ quality, revision }) => quality === 'whole' && revision === 0)).to.equal(true);
    });
  }

  it('publishes what it stores', () => {
    expect(whole.published).to.deep.equal(whole.stored);
    expect(new Set(whole.stored.map(({ timeframe }) => timeframe))).to.deep.equal(new Set(['1m', '5m', '15m', '30m', '1h', '4h', '1d']));
  });

  it('takes what a paced market says again for what it is: nothing new', async () => {
    const random = seeded(3);
    const messages = asStream(twoDays(), () => (random() < 0.15 ? (random() < 0.5 ? 'before the tick' : 'after the tick') : undefined));
    expect((await aggregated(messages)).stored).to.deep.equal(whole.stored);
  });

  // 103: killed again while it was reading again, and what it had done was forgotten
  for (const { seed, rate } of [...[1, 2, 3, 4].map((one) => ({ seed: one, rate: 0.01 })), { seed: 103, rate: 0.025 }]) {
    it(`makes and publishes the same bars however often it is killed, seed ${seed}`, async () => {
      const random = seeded(seed);
      const messages = asStream(twoDays(), () => (random() < 0.1 ? (random() < 0.5 ? 'before the tick' : 'after the tick') : undefined));
      const { stored, published, kills } = await aggregated(messages, () => random() < rate);
      expect(kills, 'kills').to.be.greaterThan(5);
      expect(stored).to.deep.equal(whole.stored);
      expect(published).to.deep.equal(whole.stored);
    });
  }
});
