import { barMessage, clockMessage, decode, encode, orderRequestMessage, subjects } from '@sofi/contracts';
import { nyseCalendar, type Decision, type OrderRequest } from '@sofi/domain';
import { StrategyHost } from '@sofi/engine';
import type { Bus, Following, Message } from '@sofi/nats';
import { startTestNats, type TestNats } from '@sofi/nats/testing';
import type { Database } from '@sofi/postgres';
import { startTestPostgres, type TestPostgres } from '@sofi/postgres/testing';
import { History, OneAtATime, ReachedTime } from '@sofi/service-kit';
import { expect } from 'chai';
import { WarmUpHistory } from './history.js';
import { bar, closeMinute, closeOf, definition, filledEvents, FillingRouter, MINUTE, OPEN } from './paced-market.fixture.js';
import { Roster } from './roster.js';
import { Runner } from './runner.js';

const MINUTES = 24;

class Killed extends Error {}

/** The broker's memory: every minute before the open, where a test market's sessions are round the clock. */
const brokersBars = async (name: string, { from, to }: { from: number; to: number }) => {
  // all of it is the session of today, of which nothing is put into storage
  if (name === 'market-data.backfill') return { state: 'done', done: 0, of: 0, settledUntil: 0 };
  const first = Math.ceil((from - OPEN) / MINUTE);
  const minutes = Array.from({ length: Math.ceil((to - OPEN) / MINUTE) - first }, (_, index) => first + index);
  return { bars: minutes.map((minute) => bar(OPEN + minute * MINUTE, closeOf(minute))) };
};

interface Outcome {
  readonly decisions: readonly Decision[];
  readonly requests: readonly OrderRequest[];
  readonly kills: number;
}

describe('the runner', function () {
  this.timeout(60_000);
  let nats: TestNats;
  let postgres: TestPostgres;

  beforeEach(async () => {
    [nats, postgres] = await Promise.all([startTestNats(), startTestPostgres()]);
  });
  afterEach(() => Promise.all([nats.stop(), postgres.stop()]));

  /** A paced market of 24 minutes; `deaths` are the effects that each life of the runner ends at. */
  async function run(deaths: readonly number[]): Promise<Outcome> {
    const [bus, routersBus] = [await nats.connect(), await nats.connect()];
    const db = postgres.db;
    await db.strategies.save(definition);
    for (const name of ['bars', 'orders']) await db.checkpoints.set(`strategy-runner.${name}`, { sequence: 0, marketTime: OPEN + 2_000 });
    new FillingRouter(routersBus, db).begin();
    const settled = new ReachedTime();
    const process = new MortalRunner(bus, db, settled, deaths);
    await process.start();
    for (let minute = 0; minute < MINUTES; minute++) {
      for (const tick of await closeMinute(bus, db, minute)) {
        await bus.record(subjects.candleClock, encode(clockMessage, tick), `candle-clock-${tick.time}`);
        await settled.until(tick.time);
      }
    }
    await process.stop();
    const decisions = [...(await db.decisions.list({ strategyId: definition.id, limit: 100 }))].toReversed();
    return { decisions, requests: await requestsOf(bus), kills: process.kills };
  }

  let whole: Outcome;

  it('decides once per closed bar, and trades', async () => {
    whole = await run([]);
    expect(whole.decisions.map(({ barStart }) => barStart)).to.deep.equal(Array.from({ length: MINUTES }, (_, minute) => OPEN + minute * MINUTE));
    expect(
      whole.decisions.every(({ verdict }) => verdict !== 'warming-up'),
      'warm from the broker’s history',
    ).to.equal(true);
    // one tooth of the saw is 4 minutes: bought at its bottom, sold at its top
    expect(whole.requests.map(({ kind }) => kind)).to.deep.equal(Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? 'entry' : 'exit')));
    expect(whole.requests.map(({ id }) => id)).to.deep.equal(whole.decisions.flatMap(({ orderId }) => orderId ?? []));
  });

  for (const every of [1, 2, 3, 5, 7]) {
    it(`decides and asks the same, however often it is killed, lives of ${every} effects and a few more`, async () => {
      const { kills, ...same } = await run(Array.from({ length: 200 }, (_, life) => every + (life % 4)));
      expect(kills).to.be.greaterThan(10);
      expect(same.decisions).to.deep.equal(whole.decisions);
      expect(same.requests).to.deep.equal(whole.requests);
    });
  }

  it('does not let a bar of a paced market overtake the fills of the tick before', async () => {
    const { db } = postgres;
    const bus = await nats.connect();
    await db.strategies.save(definition);
    const host = new StrategyHost();
    host.start(definition, new Map([[bar(OPEN, 100).symbol, [-4, -3, -2, -1].map((minute) => bar(OPEN + minute * MINUTE, closeOf(minute)))]]));
    const runner = new Runner(bus, db, host, new OneAtATime(), () => {});
    let sequence = 0;
    const message = (subject: string, text: string): Message => ({ subject, sequence: ++sequence, data: Buffer.from(text), time: 0 });
    const tick = (time: number) => encode(clockMessage, { kind: 'clock', time, paced: true });
    const decide = async (minute: number) => {
      await runner.onCandle(message(subjects.candleClosed('1m', bar(0, 1).symbol), encode(barMessage, bar(OPEN + minute * MINUTE, closeOf(minute)))));
      return runner.onCandle(message(subjects.candleClock, tick(OPEN + (minute + 1) * MINUTE + 2_000)));
    };
    const heldAt = async () => (await db.decisions.list({ strategyId: definition.id, limit: 1 }))[0]?.conditions[1];

    await decide(0);
    const overtaking = decide(1);
    // the request of minute 0 is filled, as the books of the order router say it, before its tick settles
    for (const event of filledEvents(OPEN + MINUTE + 2_000)) await runner.onOrder(message(subjects.orderEvent('VA1', event.symbol), event.text));
    expect((await heldAt())?.met, 'decided before the tick has settled').to.equal(true);
    await runner.onOrder(message(subjects.settledClock, tick(OPEN + MINUTE + 2_000)));
    await overtaking;
    expect(await heldAt()).to.deep.equal({ name: 'No open position', met: false, detail: '10 shares are held' });
  });
});

/** The process: a new one at once where it was killed. */
class MortalRunner {
  kills = -1;
  private followings: Following[] = [];
  private runner: Runner | undefined;
  private effects = 0;
  private stopped = false;

  constructor(
    private readonly bus: Bus,
    private readonly database: Database,
    private readonly settled: ReachedTime,
    private readonly deaths: readonly number[],
  ) {}

  async start(): Promise<void> {
    this.kills += 1;
    this.effects = 0;
    const { bus, database } = this;
    const host = new StrategyHost();
    const mortal = <T>(effect: () => Promise<T>): Promise<T> => {
      this.effects += 1;
      // some lives are long enough to get on
      if (this.effects === this.deaths[this.kills]) return Promise.reject(new Killed());
      return effect();
    };
    const calendar = Object.assign(nyseCalendar(), { cover: () => Promise.resolve() });
    const history = new WarmUpHistory(new History({ ask: brokersBars } as Pick<Bus, 'ask'>, database, calendar), database, calendar);
    const record: Bus['record'] = (subject, text, id) => mortal(() => bus.record(subject, text, id));
    const { strategies, orderEvents } = database;
    const checkpoints = Object.assign(Object.create(database.checkpoints) as Database['checkpoints'], {
      set: (...said: Parameters<Database['checkpoints']['set']>) => mortal(() => database.checkpoints.set(...said)),
    });
    const decisions = Object.assign(Object.create(database.decisions) as Database['decisions'], {
      append: (...said: Parameters<Database['decisions']['append']>) => mortal(() => database.decisions.append(...said)),
    });
    const runner = new Runner({ record }, { strategies, orderEvents, checkpoints, decisions }, host, new OneAtATime(), (time) => this.settled.advance(time));
    this.runner = runner;
    const standing = await Runner.standing(database);
    await new Roster(bus, database, host, history).resume(standing.decidedUntil);
    await runner.begin(standing);
    this.followings = [
      bus.follow('CANDLES', { after: standing.barsAfter }, (message) => runner.onCandle(message)),
      bus.follow('ORDERS', { after: standing.ordersAfter }, (message) => runner.onOrder(message)),
    ];
    for (const { done } of this.followings) done.catch((error: unknown) => this.again(runner, error));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.runner?.leave();
    await Promise.all(this.followings.map((following) => following.stop()));
  }

  private async again(runner: Runner, error: unknown): Promise<void> {
    if (!(error instanceof Killed)) throw error;
    if (this.stopped || runner !== this.runner) return;
    this.runner = undefined;
    runner.leave();
    await Promise.all(this.followings.map((following) => following.stop()));
    await this.start();
  }
}

async function requestsOf(bus: Bus): Promise<OrderRequest[]> {
  const last = await bus.lastSequence('ORDERS');
  const requests: OrderRequest[] = [];
  await new Promise<void>((done) => {
    bus.follow('ORDERS', { after: 0 }, ({ subject, data, sequence }) => {
      if (subject === subjects.orderRequest) requests.push(decode(orderRequestMessage, data));
      if (sequence === last) done();
    });
  });
  return requests;
}
