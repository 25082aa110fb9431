import { equitySymbol, nyseCalendar } from '@sofi/domain';
import { expect } from 'chai';
import { httpTo } from '../test/connection.js';
import { FakeTradier } from '../test/fake-tradier.js';
import { HandRungs } from '../test/hand-rungs.js';
import { HeardFeed } from '../test/listener.js';
import { ManualTime } from '../test/manual-time.js';
import type { TradierHttp } from './http.js';
import type { FeedOptions } from './feed-options.js';
import { TradierFeed } from './tradier-feed.js';

const A = equitySymbol('A');
const B = equitySymbol('B');
/** Monday, 3 June 2024, noon in New York */
const NOON = Date.UTC(2024, 5, 3, 16);
const SECOND = 1000;

function trade(symbol: string, cvol: number, date: number): string {
  return JSON.stringify({ type: 'trade', symbol, exch: 'Q', price: '10', size: '100', cvol: String(cvol), date: String(date), last: '10' });
}
function restQuote(symbol: string, change: Record<string, unknown> = {}): Record<string, unknown> {
  const sides = { bid: 9.99, bidsize: 1, bid_date: NOON, ask: 10.01, asksize: 1, ask_date: NOON };
  return { symbol, type: 'stock', exch: 'Q', last: 10, last_volume: 100, volume: 100, trade_date: NOON, ...sides, ...change };
}

describe('the feed on its ladder', () => {
  let tradier: FakeTradier;
  let http: TradierHttp;
  let time: ManualTime;
  let rungs: HandRungs;
  let heard: HeardFeed;
  let feed: TradierFeed;
  beforeEach(async () => {
    tradier = await FakeTradier.start();
    http = httpTo(tradier);
    time = new ManualTime(NOON);
    rungs = new HandRungs();
    heard = new HeardFeed();
  });
  afterEach(async () => {
    await feed.close();
    expect([time.pending, rungs.standing], 'nothing is left behind').to.deep.equal([0, []]);
    await http.close();
    await tradier.stop();
  });

  function open(options: Partial<FeedOptions> = {}): void {
    const { clock, every, after } = time;
    feed = new TradierFeed({ http, mode: 'live', rungs, random: () => 1, calendar: nyseCalendar(), clock, every, after, ...options }, heard);
    feed.subscribe([A, B]);
  }
  /** The next connection, when it is made. */
  async function connection(): Promise<typeof rungs.last> {
    const before = rungs.made.length;
    while (rungs.made.length === before) await time.pass(100);
    return rungs.last;
  }
  /** Real answers of the fake take a moment that no manual clock knows of. */
  async function until(done: () => boolean): Promise<void> {
    while (!done()) await new Promise((resolve) => setImmediate(resolve));
  }
  async function failing(attempts: number): Promise<void> {
    for (let failed = 0; failed < attempts; failed += 1) (await connection()).ends('refused');
  }
  const states = (symbol: string) =>
    heard
      .of('symbol')
      .filter((one) => one.symbol === symbol)
      .map(({ state }) => state);

  it('tells each symbol as connecting, and as live from its first event on', async () => {
    open();
    (await connection()).opens().tells(trade('A', 100, NOON + 1));
    expect(states('A')).to.deep.equal(['connecting', 'live']);
    expect(states('B')).to.deep.equal(['connecting']);
    expect(heard.of('symbol').at(-1)).to.deep.include({ symbol: 'A', state: 'live', lastEventTime: NOON + 1, since: time.clock.now() });
  });

  it('says the gap once, between the last event before it and the first behind it', async () => {
    open();
    (await connection()).opens().tells(trade('A', 100, NOON + 1));
    rungs.last.tells(trade('A', 200, NOON + 50)).ends('broken');
    const next = (await connection()).opens();
    next.tells(trade('A', 900, time.clock.now() - 5)).tells(trade('A', 1000, time.clock.now()));
    const market = heard.heard.filter(({ kind }) => kind === 'trade' || kind === 'gap');
    expect(market.map((one) => (one.kind === 'trade' ? one.cumulativeVolume : one.kind))).to.deep.equal([100, 200, 'gap', 900, 1000]);
    // the newest trade before, and our clock at the first one after
    expect(heard.of('gap')).to.deep.equal([{ kind: 'gap', from: NOON + 50, to: time.clock.now(), reason: 'broken' }]);
  });

  it('says the gap before the first tick of the clock where the market is quiet', async () => {
    open();
    (await connection())
      .opens()
      .tells(trade('A', 100, NOON + 1))
      .ends('broken');
    (await connection()).opens();
    // no sooner than a second after it was opened
    await time.pass(2 * SECOND);
    expect(heard.heard.filter(({ kind }) => kind === 'clock' || kind === 'gap').map(({ kind }) => kind)).to.deep.equal(['gap', 'clock']);
    expect(heard.of('gap')[0]).to.include({ from: NOON + 1, to: heard.of('clock')[0]?.time });
  });

  it('begins the gap no later than now, also where an exchange is ahead of our clock', async () => {
    open();
    (await connection()).opens().tells(trade('A', 100, NOON + 3_600_000));
    const broken = time.clock.now();
    rungs.last.ends('broken');
    (await connection()).opens().tells(trade('A', 300, time.clock.now()));
    expect(heard.of('gap')[0]).to.include({ from: broken, to: time.clock.now() });
  });

  it('says no gap at the first connection', async () => {
    open();
    await failing(2);
    (await connection()).opens().tells(trade('A', 100, NOON + 1));
    expect(heard.of('gap')).to.deep.equal([]);
  });

  it('does not take its own clock for a sign of the market: what a dead connection kept from it is in the gap', async () => {
    open();
    (await connection()).opens().tells(trade('A', 100, NOON + 1));
    await time.pass(4 * SECOND);
    rungs.last.ends('the stream fell silent');
    (await connection()).opens().tells(trade('A', 200, time.clock.now()));
    expect(heard.of('gap')[0]).to.include({ from: NOON + 1 });
  });

  it('leaves its symbols as they are for three seconds without a connection, then they are stale', async () => {
    open();
    (await connection())
      .opens()
      .tells(trade('A', 100, NOON + 1))
      .ends('broken');
    await time.pass(2999);
    expect(states('A')).to.deep.equal(['connecting', 'live']);
    await time.pass(1);
    expect(heard.of('symbol').at(-1)).to.include({ symbol: 'A', state: 'stale', reason: 'broken' });
  });

  it('comes back by polling: quotes pass on, the clock runs by them, one gap stays open until a stream is back', async () => {
    tradier.json('GET /markets/quotes', { quotes: { quote: [restQuote('A', { volume: 300, trade_date: NOON + 9 }), restQuote('B')] } });
    open();
    (await connection())
      .opens()
      .tells(trade('A', 100, NOON + 1))
      .ends('broken');
    await failing(4);
    await heard.until('polling');
    expect(await heard.symbolIs('A', 'polling')).to.include({ lastEventTime: NOON + 9, reason: 'quotes are read every 2 seconds, for no stream is to be had' });
    expect(heard.of('trade').at(-1)).to.include({ symbol: 'B' });
    expect(heard.of('clock').at(-1)?.time).to.equal(Math.floor(time.clock.now() / SECOND) * SECOND);
    const before = tradier.of('GET /markets/quotes').length;
    await time.pass(2 * SECOND);
    await until(() => tradier.of('GET /markets/quotes').length > before);
    expect(heard.of('gap')).to.deep.equal([]);
    (await connection()).opens().tells(trade('A', 400, time.clock.now()));
    expect(heard.of('gap')).to.deep.equal([{ kind: 'gap', from: NOON + 1, to: time.clock.now(), reason: 'broken' }]);
    expect(states('A').at(-1)).to.equal('live');
    expect(heard.of('state').at(-1)?.state).to.equal('live');
  });

  it('is stale, and has no clock, while quotes can not be read either', async () => {
    tradier.on('GET /markets/quotes', {
      status: 401,
      body: { fault: { faultstring: 'Invalid Access Token', detail: { errorcode: 'keymanagement.service.invalid_access_token' } } },
    });
    open();
    await failing(5);
    await heard.until('stale');
    expect(heard.of('clock')).to.deep.equal([]);
    const asked = tradier.requests.length;
    await time.pass(3 * SECOND);
    expect(tradier.of('GET /markets/quotes').length, 'and does not hammer').to.equal(1);
    expect(asked).to.be.greaterThan(0);
  });

  it('finds out by the quotes that a silent symbol is quiet, and leaves it live', async () => {
    tradier.json('GET /markets/quotes', { quotes: { quote: restQuote('A') } });
    open();
    (await connection()).opens();
    for (let second = 0; second < 30; second += 1) {
      rungs.last.tells(trade('B', 100 * (second + 1), NOON + second * SECOND));
      if (second === 0) rungs.last.tells(trade('A', 100, NOON));
      await time.pass(SECOND);
    }
    await until(() => tradier.of('GET /markets/quotes').length > 0);
    await time.pass(4 * SECOND);
    expect(tradier.of('GET /markets/quotes')[0]?.query).to.deep.equal({ symbols: 'A' });
    expect(states('A')).to.deep.equal(['connecting', 'live']);
  });

  it('finds out by the quotes that a stream does not tell what trades, and leaves it for the next rung', async () => {
    tradier.json('GET /markets/quotes', { quotes: { quote: ['A', 'B'].map((symbol) => restQuote(symbol, { volume: 900, trade_date: NOON + 5000 })) } });
    open();
    (await connection())
      .opens()
      .tells(trade('A', 100, NOON + 1))
      .tells(trade('B', 100, NOON + 2));
    while (heard.of('state').at(-1)?.state === 'live') {
      await time.pass(SECOND);
      await until(() => tradier.of('GET /markets/quotes').every(({ query }) => query['symbols'] === 'A,B'));
    }
    expect(heard.of('state').at(-1)).to.include({ state: 'connecting', reason: '2 of 2 symbols trade without being told of' });
    const next = (await connection()).opens();
    expect(next.rung).to.equal('http');
    next.tells(trade('B', 1000, time.clock.now()));
    expect(heard.of('gap')[0], 'from where the first of the stale symbols was last told of').to.include({ from: NOON + 1, to: time.clock.now() });
  });

  it('is told of one unknown symbol without harm to the other', async () => {
    open();
    (await connection())
      .opens()
      .tells('{"error":"B is not a valid symbol"}')
      .tells(trade('A', 100, NOON + 1));
    expect([states('A').at(-1), states('B').at(-1), rungs.made.length]).to.deep.equal(['live', 'stale', 1]);
  });

  it('tells a halt only where the quotes show neither bid nor ask in regular hours', async () => {
    const none = { bid: 0, ask: 0, bid_date: 0, ask_date: 0 };
    tradier.json('GET /markets/quotes', { quotes: { quote: [restQuote('A', none), restQuote('B')] } });
    open();
    await failing(5);
    await heard.symbolIs('A', 'halted');
    await heard.symbolIs('B', 'polling');
  });

  it('tells its symbols as closed outside trading hours, asks nothing, and raises no alarm when Tradier ends the stream at night', async () => {
    // 6 in the morning UTC is 2 at night in New York
    time = new ManualTime(Date.UTC(2024, 5, 4, 6));
    open();
    (await connection()).opens().tells(trade('A', 100, NOON + 1));
    await time.pass(60 * SECOND);
    rungs.last.ends('the stream was closed');
    expect(heard.of('state').at(-1)).to.deep.include({
      state: 'connecting',
      reason: 'the stream was closed; the market is closed, and Tradier ends its streams every night',
    });
    (await connection()).opens();
    expect([states('A'), tradier.of('GET /markets/quotes').length]).to.deep.equal([['closed'], 0]);
  });

  it('makes trades of timesales where it is asked to, from the volume that the quotes name; a print that is taken back is none', async () => {
    const timesale = (seq: number, change: Record<string, unknown> = {}) =>
      JSON.stringify({
        type: 'timesale',
        symbol: 'A',
        exch: 'Q',
        last: '10',
        size: '100',
        date: String(NOON + seq),
        seq,
        cancel: false,
        correction: false,
        session: 'normal',
        ...change,
      });
    tradier.json('GET /markets/quotes', { quotes: { quote: [restQuote('A', { volume: 5000 }), restQuote('B')] } });
    open({ timesale: true });
    (await connection()).opens().tells(timesale(1));
    await time.pass(SECOND);
    await until(() => tradier.of('GET /markets/quotes').length > 0);
    while (heard.of('trade').length === 0) {
      rungs.last.tells(timesale(feed.stats().unplaced + 2));
      await time.pass(0);
    }
    rungs.last
      .tells(timesale(100_000, { cancel: true }))
      .tells(timesale(100_001, { correction: true }))
      .tells(timesale(100_002));
    expect(heard.of('trade').map(({ cumulativeVolume }) => cumulativeVolume)).to.deep.equal([5100, 5200]);
    expect(feed.stats()).to.include({ cancelled: 1, corrected: 1 });
  });

  it('of a paced market stays with the socket, and says no gap: that market repeats what was not heard', async () => {
    const clock = (date: number) => JSON.stringify({ type: 'clock', date: String(date), paced: true });
    open({ mode: 'simulated' });
    (await connection())
      .opens()
      .tells(trade('A', 100, NOON))
      .tells(clock(NOON))
      .ends('broken');
    await failing(8);
    (await connection())
      .opens()
      .tells(trade('A', 100, NOON))
      .tells(clock(NOON))
      .tells(clock(NOON + SECOND));
    expect(new Set(rungs.made.map(({ rung }) => rung))).to.deep.equal(new Set(['socket']));
    expect([heard.of('gap').length, heard.of('trade').length, tradier.of('GET /markets/quotes').length]).to.deep.equal([0, 2, 0]);
  });

  it('of a simulated market that waits for nobody goes down the ladder and says gaps in its time', async () => {
    const clock = (date: number) => JSON.stringify({ type: 'clock', date: String(date), paced: false });
    open({ mode: 'simulated' });
    (await connection())
      .opens()
      .tells(trade('A', 100, 5000))
      .tells(clock(6000))
      .ends('broken');
    await failing(3);
    const next = (await connection()).opens().tells(clock(9000));
    expect(next.rung).to.equal('http');
    expect(heard.of('gap')).to.deep.equal([{ kind: 'gap', from: 6000, to: 9000, reason: 'broken' }]);
  });
});
