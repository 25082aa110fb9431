import { barMessage, clockMessage, decode, subjects } from '@sofi/contracts';
import { barId, TIMEFRAMES, type Bar } from '@sofi/domain';
import type { Bus, Message } from '@sofi/nats';
import { startTestNats } from '@sofi/nats/testing';
import type { Database } from '@sofi/postgres';
import { startTestPostgres } from '@sofi/postgres/testing';
import { MarketCalendar } from '@sofi/service-kit';
import { expect } from 'chai';
import { Aggregator } from './aggregator.js';
import { calendarBus, SYMBOLS } from './two-days.fixture.js';

const GRACE_MS = 2_000;

export interface Outcome {
  readonly stored: readonly Bar[];
  readonly published: readonly Bar[];
  readonly kills: number;
}

class Killed extends Error {}

const askNobody = () => Promise.reject(new Error('a paced market says everything again by itself'));

/** Runs an aggregator over the stream, with some bars stored before, killed wherever `dies` says so: between two messages, and before or after each of its effects. */
export async function aggregated(messages: readonly Message[], dies: () => boolean = () => false, ask: Bus['ask'] = askNobody, stored: readonly Bar[] = []): Promise<Outcome> {
  const [nats, postgres] = await Promise.all([startTestNats(), startTestPostgres()]);
  try {
    const bus = await nats.connect();
    await postgres.db.bars.save(stored);
    const mortal = async <T>(effect: () => Promise<T>): Promise<T> => {
      if (dies()) throw new Killed();
      const done = await effect();
      if (dies()) throw new Killed();
      return done;
    };
    const kills = await runThrough(messages, () => makeAggregator(bus, postgres.db, mortal, ask), dies);
    return { stored: await storedBars(postgres.db), published: await publishedBars(bus), kills };
  } finally {
    await Promise.all([nats.stop(), postgres.stop()]);
  }
}

function makeAggregator(bus: Bus, database: Database, mortal: <T>(effect: () => Promise<T>) => Promise<T>, ask: Bus['ask']): Aggregator {
  const record: Bus['record'] = (subject, text, id) =>
    mortal(async () => {
      if (subject === subjects.candleClock) await expectStored(bus, database, decode(clockMessage, Buffer.from(text)).time);
      return bus.record(subject, text, id);
    });
  const transaction: Database['transaction'] = (work) => mortal(() => database.transaction(work));
  return new Aggregator({ record, ask }, { bars: database.bars, checkpoints: database.checkpoints, transaction }, new MarketCalendar(calendarBus), () => {});
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
    // a tick that is worked off again after a kill has nothing to do with the bars after it, nor with corrections, which may be of a later tick
    if (bar.revision > 0 || bar.end + GRACE_MS > tick) continue;
    const [stored] = await database.bars.load({ symbol: bar.symbol, timeframe: '1m', from: bar.start, to: bar.end });
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
