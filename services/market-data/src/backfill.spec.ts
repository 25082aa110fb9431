import { equitySymbol, nyseCalendar, price, UnavailableError, type Bar, type EquitySymbol, type MarketHistory, type Read, type SessionCalendar } from '@sofi/domain';
import { startTestPostgres, type TestPostgres } from '@sofi/postgres/testing';
import { expect } from 'chai';
import { Backfill } from './backfill.js';
import { SplitWatch } from './split-watch.js';

const MINUTE = 60_000;
const DAY = 86_400_000;
const calendar = Object.assign(nyseCalendar(), { cover: () => Promise.resolve() });
const session = (date: string) => calendar.on(date)!;
/** Thursday, Friday and Monday; and Tuesday, which is not over */
const [THURSDAY, FRIDAY, MONDAY, TUESDAY] = [session('2013-10-03'), session('2013-10-04'), session('2013-10-07'), session('2013-10-08')];
const NOW = TUESDAY.open + 60 * MINUTE;

/** A broker that has every minute and every day since `remembers`, and writes down what it is asked. */
class RememberingBroker {
  readonly asked: string[] = [];
  available = true;
  hold: Promise<void> | undefined;

  constructor(
    private readonly sessions: SessionCalendar,
    private readonly remembers = 0,
  ) {}

  readonly minuteBars: MarketHistory['minuteBars'] = async (symbol, from, to) => {
    this.asked.push(`${new Date(from).toISOString().slice(0, 16)} ${(to - from) / MINUTE}`);
    await this.hold;
    const starts = Array.from({ length: (to - from) / MINUTE }, (_, at) => from + at * MINUTE).filter((start) => start >= this.remembers);
    return this.answer(starts.map((start) => barOf(symbol, '1m', start, start + MINUTE)));
  };

  readonly dailyBars: MarketHistory['dailyBars'] = async (symbol, from, to) => {
    this.asked.push(`${from} ${to}`);
    const days: Bar[] = [];
    for (let one = this.sessions.next(Date.parse(from) - DAY); one && one.date <= to; one = this.sessions.next(one.open))
      if (one.date >= from && one.open >= this.remembers) days.push(barOf(symbol, '1d', one.open, one.close));
    return this.answer(days);
  };

  private answer(bars: readonly Bar[]): Read<readonly Bar[]> {
    return this.available ? { state: 'known', value: bars } : { state: 'unavailable', reason: 'the broker does not answer' };
  }
}

describe('a backfill', function () {
  this.timeout(60_000);
  let postgres: TestPostgres;
  let broker: RememberingBroker;
  let symbol: EquitySymbol;
  let count = 0;

  before(async () => {
    postgres = await startTestPostgres();
  });
  after(() => postgres.stop());
  beforeEach(() => {
    broker = new RememberingBroker(calendar);
    count += 1;
    symbol = equitySymbol(`S${String.fromCharCode(64 + count)}`);
  });

  const forEver = () => new Promise<void>(() => {});
  const snapshots: MarketHistory['snapshots'] = async () => ({ state: 'unavailable', reason: 'nobody asks for quotes here' });
  const splits = () => new SplitWatch(postgres.db, { snapshots }, calendar, { stands: () => {} });
  const backfill = (now = NOW, patience: () => Promise<void> = forEver) => new Backfill(postgres.db, broker, calendar, async () => now, patience, splits());
  const stored = (timeframe: '1m' | '1d' = '1m') => postgres.db.bars.load({ symbol, timeframe });
  const minutes = (from: number, to: number) => ({ symbol, timeframe: '1m' as const, from, to });

  it('stores the sessions that are over, the newest first, and says where they end', async () => {
    const reply = await backfill().request(minutes(FRIDAY.open + MINUTE, NOW));
    expect(reply).to.deep.include({ state: 'done', settledUntil: TUESDAY.open });
    expect(broker.asked).to.deep.equal(['2013-10-07T13:30 390', '2013-10-04T13:30 390']);
    const bars = await stored();
    expect(bars).to.have.length(780);
    expect(bars[0]).to.deep.include({ start: FRIDAY.open, quality: 'backfilled', revision: 0 });
  });

  it('never asks for the same session twice, nor after a restart', async () => {
    await backfill().request(minutes(MONDAY.open, NOW));
    await backfill().request(minutes(FRIDAY.open, NOW));
    expect(broker.asked).to.deep.equal(['2013-10-07T13:30 390', '2013-10-04T13:30 390']);
  });

  it('asks once for two who ask at the same time', async () => {
    let release = () => {};
    broker.hold = new Promise((resolve) => (release = resolve));
    const one = backfill();
    const all = Promise.all([one.request(minutes(MONDAY.open, NOW)), one.request(minutes(MONDAY.open, NOW)), one.request(minutes(FRIDAY.open, NOW))]);
    // behind these reads every request has made its own
    for (let read = 0; read < 20; read += 1) await stored();
    release();
    const replies = await all;
    expect(replies.map(({ state }) => state)).to.deep.equal(['done', 'done', 'done']);
    expect(broker.asked).to.deep.equal(['2013-10-07T13:30 390', '2013-10-04T13:30 390']);
  });

  it('leaves a session alone that was watched whole, and fills one with a hole around what is there', async () => {
    const live = (start: number) => barOf(symbol, '1m', start, start + MINUTE, 'whole');
    const all = Array.from({ length: 390 }, (_, at) => live(MONDAY.open + at * MINUTE));
    const most = Array.from({ length: 300 }, (_, at) => live(FRIDAY.open + at * MINUTE));
    await postgres.db.bars.save([...all, ...most]);
    await backfill().request(minutes(FRIDAY.open, NOW));
    expect(broker.asked).to.deep.equal(['2013-10-04T13:30 390']);
    const bars = await stored();
    expect(bars).to.have.length(780);
    expect(bars.filter(({ quality }) => quality === 'whole')).to.have.length(690);
  });

  it('writes down that the broker has nothing, and does not ask again', async () => {
    broker = new RememberingBroker(calendar, FRIDAY.open);
    for (let time = 0; time < 2; time += 1) await backfill().request(minutes(THURSDAY.open, FRIDAY.close));
    expect(broker.asked).to.deep.equal(['2013-10-04T13:30 390', '2013-10-03T13:30 390']);
    expect(await stored()).to.have.length(390);
  });

  it('does not ask for minutes of more than thirty days ago', async () => {
    await backfill().request(minutes(NOW - 200 * DAY, NOW - 31 * DAY));
    expect(broker.asked).to.deep.equal([]);
  });

  it('is unavailable where the broker does not answer, and asks again next time', async () => {
    broker.available = false;
    const one = backfill();
    expect(await one.request(minutes(MONDAY.open, NOW)).catch((error: unknown) => error)).to.be.instanceOf(UnavailableError);
    expect(await stored()).to.deep.equal([]);
    broker.available = true;
    await one.request(minutes(MONDAY.open, NOW));
    expect(await stored()).to.have.length(390);
  });

  it('says how far it is where it takes long, and goes on meanwhile', async () => {
    let release = () => {};
    broker.hold = new Promise((resolve) => (release = resolve));
    const patience = [() => Promise.resolve(), forEver];
    const one = backfill(NOW, () => patience.shift()!());
    expect(await one.request(minutes(MONDAY.open, NOW))).to.deep.include({ state: 'running', done: 0 });
    release();
    expect(await one.request(minutes(MONDAY.open, NOW))).to.deep.include({ state: 'done' });
    expect(broker.asked).to.have.length(1);
    expect(await stored()).to.have.length(390);
  });

  it('a session is over when the broker has had ten minutes for the last of it', async () => {
    await backfill(MONDAY.close + 10 * MINUTE - 1).request(minutes(MONDAY.open, MONDAY.close));
    expect(broker.asked).to.deep.equal([]);
    expect((await backfill(MONDAY.close + 10 * MINUTE).request(minutes(MONDAY.open, MONDAY.close))).settledUntil).to.equal(MONDAY.close);
    expect(broker.asked).to.have.length(1);
  });

  it('days come in few questions, each once, and today has none', async () => {
    const days = (from: number) => backfill().request({ symbol, timeframe: '1d', from, to: NOW });
    await days(THURSDAY.open);
    expect(broker.asked).to.deep.equal(['2013-10-03 2013-10-07']);
    expect((await stored('1d')).map(({ start }) => start)).to.deep.equal([THURSDAY.open, FRIDAY.open, MONDAY.open]);
    await days(THURSDAY.open - 7 * DAY);
    expect(broker.asked.slice(1)).to.deep.equal(['2013-09-26 2013-10-03']);
    expect(await stored('1d')).to.have.length(8);
  });

  it('a day is asked for when the next has begun, and again where the broker has not told it by then', async () => {
    const days = (now: number) => backfill(now).request({ symbol, timeframe: '1d', from: THURSDAY.open, to: now });
    await days(MONDAY.close + 60 * MINUTE);
    expect(broker.asked, 'Monday may be incomplete on its evening').to.deep.equal(['2013-10-03 2013-10-04']);
    broker = new RememberingBroker({ ...calendar, next: (time) => [calendar.next(time)].find((one) => one?.date !== MONDAY.date) });
    await days(TUESDAY.open - 60 * MINUTE);
    broker = new RememberingBroker(calendar);
    await days(TUESDAY.open);
    expect(broker.asked).to.deep.equal(['2013-10-04 2013-10-07']);
    expect((await stored('1d')).map(({ start }) => start)).to.deep.equal([THURSDAY.open, FRIDAY.open, MONDAY.open]);
  });

  it('days are asked for by the dates of New York, the end not included', async () => {
    // midnight in New York is 04:00 UTC in October
    await backfill().request({ symbol, timeframe: '1d', from: Date.parse('2013-10-03T03:59:00Z'), to: Date.parse('2013-10-05T04:00:00Z') });
    expect(broker.asked).to.deep.equal(['2013-10-02 2013-10-04']);
  });

  it('what the broker tells of the time before a split is stored as it was traded', async () => {
    await postgres.db.splits.note(symbol, { date: '2013-10-07', ratio: { shares: 7, of: 1 } }, 0);
    await backfill().request(minutes(FRIDAY.open, NOW));
    const bars = await stored();
    // 100 × 7 = 700 and 70 / 7 = 10
    expect(bars[0]).to.include({ close: price(700), volume: 10 });
    expect(bars.at(-1)).to.include({ close: price(100), volume: 70 });
  });

  it('days that are told in new shares before the exchange opens on the day of a split are stored as they were traded', async () => {
    const last = barOf(symbol, '1m', MONDAY.close - MINUTE, MONDAY.close, 'whole');
    await postgres.db.bars.save([{ ...last, close: price(700) }]);
    await backfill(TUESDAY.open - 60 * MINUTE).request({ symbol, timeframe: '1d', from: THURSDAY.open, to: TUESDAY.open });
    // 100 × 7 = 700 and 70 / 7 = 10
    for (const bar of await stored('1d')) expect(bar).to.include({ close: price(700), volume: 10 });
    expect(await postgres.db.splits.of(symbol)).to.deep.equal([{ date: '2013-10-08', ratio: { shares: 7, of: 1 } }]);
  });
});

function barOf(symbol: EquitySymbol, timeframe: '1m' | '1d', start: number, end: number, quality: Bar['quality'] = 'backfilled'): Bar {
  const at = price(100);
  return { symbol, timeframe, start, end, open: at, high: at, low: at, close: at, volume: 70, tradeCount: 0, vwap: at, revision: 0, quality };
}
