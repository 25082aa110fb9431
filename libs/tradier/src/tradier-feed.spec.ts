import { equitySymbol } from '@sofi/domain';
import { expect } from 'chai';
import { httpTo } from '../test/connection.js';
import { FakeTradier } from '../test/fake-tradier.js';
import { HandTimer, HeardFeed } from '../test/listener.js';
import type { TradierHttp } from './http.js';
import type { FeedOptions } from './feed-options.js';
import { TradierFeed } from './tradier-feed.js';

const SPY = equitySymbol('SPY');
const AAPL = equitySymbol('AAPL');
const clock = (time: number, paced = true) => JSON.stringify({ type: 'clock', date: String(time), paced });
const trade = (cvol: number, type = 'trade') =>
  JSON.stringify({ type, symbol: 'SPY', exch: 'J', price: '281.85', size: '100', cvol: String(cvol), date: '1557757190000', last: '281.85' });
const quote = JSON.stringify({ type: 'quote', symbol: 'SPY', bid: 281.84, bidsz: 60, biddate: '1557757189000', ask: 281.85, asksz: 6, askdate: '1557757190000' });

describe('the market stream', () => {
  let tradier: FakeTradier;
  let http: TradierHttp;
  let feed: TradierFeed;
  let heard: HeardFeed;
  beforeEach(async () => {
    tradier = await FakeTradier.start();
    http = httpTo(tradier);
    heard = new HeardFeed();
  });
  afterEach(async () => {
    await feed.close();
    await http.close();
    await tradier.stop();
  });

  function open(options: Partial<FeedOptions> = {}): void {
    feed = new TradierFeed({ http, mode: 'simulated', timing: { firstPause: 1, settle: 1 }, ...options }, heard);
  }

  it('is subscribed to with a session, for all that is wanted; only a simulated market is asked for its clock', async () => {
    open();
    feed.subscribe([SPY, AAPL]);
    expect(await tradier.frame(1)).to.deep.equal({
      symbols: ['SPY', 'AAPL'],
      sessionid: 'session-1',
      filter: ['trade', 'quote', 'tradex', 'summary', 'clock'],
      linebreak: true,
      validOnly: true,
    });
    await heard.until('live');
    expect(heard.of('state').map(({ state }) => state)).to.deep.equal(['connecting', 'live']);
  });

  it('gives trades, quotes and the clock, in the order in which they came', async () => {
    open();
    feed.subscribe([SPY]);
    await tradier.frame(1);
    tradier.tell(`${trade(100)}\n${quote}\n${trade(200, 'tradex')}`);
    tradier.tell(clock(1_557_757_191_000));
    await heard.nth('clock', 1);
    const market = heard.heard.filter(({ kind }) => kind !== 'state' && kind !== 'symbol');
    expect(market.map((one) => (one.kind === 'trade' ? one.session : one.kind))).to.deep.equal(['regular', 'quote', 'extended', 'clock']);
    expect(market.at(-1)).to.deep.equal({ kind: 'clock', time: 1_557_757_191_000, paced: true });
  });

  it('counts what it drops', async () => {
    open();
    feed.subscribe([SPY]);
    await tradier.frame(1);
    const empty = JSON.stringify({ ...JSON.parse(trade(1)), size: '0' });
    tradier.tell(`${trade(100)}${trade(100, 'tradex')}${empty}{"type":"weather"}{"type":"summary","symbol":"SPY"}{"type":trade}\nstray`);
    tradier.tell(clock(1));
    await heard.nth('clock', 1);
    expect(heard.of('trade')).to.have.length(1);
    expect(feed.stats()).to.deep.equal({ malformed: 2, unknown: 1, empty: 1, 'one-sided': 0, summary: 1, duplicate: 1, old: 0, cancelled: 0, corrected: 0, unplaced: 0 });
  });

  it('survives a frame that is cut in two', async () => {
    open();
    feed.subscribe([SPY]);
    await tradier.frame(1);
    tradier.tell(trade(100).slice(0, 40));
    tradier.tell(`${trade(100).slice(40)}\n`);
    expect(await heard.nth('trade', 1)).to.include({ cumulativeVolume: 100 });
  });

  it('acknowledges to a market that waits', async () => {
    open();
    feed.subscribe([SPY]);
    await tradier.frame(1);
    feed.acknowledge(1_557_757_191_000);
    expect(await tradier.frame(2)).to.deep.equal({ acknowledge: '1557757191000' });
  });

  it('acknowledges again what a new connection repeats, so that the market does not wait for what is done', async () => {
    open();
    feed.subscribe([SPY]);
    await tradier.frame(1);
    feed.acknowledge(2000);
    await tradier.frame(2);
    tradier.tell(clock(2000));
    expect(await tradier.frame(3)).to.deep.equal({ acknowledge: '2000' });
    tradier.tell(clock(3000));
    tradier.tell(clock(2000));
    await tradier.frame(4);
    expect(tradier.frames.map(({ content }) => content['acknowledge'])).to.deep.equal([undefined, '2000', '2000', '2000']);
  });

  it('is opened anew when it breaks: a fresh session, and everything subscribed again', async () => {
    open();
    feed.subscribe([SPY, AAPL]);
    await tradier.frame(1);
    tradier.tell(trade(100));
    await heard.nth('trade', 1);
    for (const socket of tradier.sockets) socket.terminate();
    expect(await tradier.frame(2))
      .to.include({ sessionid: 'session-2' })
      .and.to.have.deep.property('symbols', ['SPY', 'AAPL']);
    await heard.until('live');
    expect(heard.of('state').map(({ state }) => state)).to.deep.equal(['connecting', 'live', 'connecting', 'live']);
    tradier.tell(trade(100));
    expect(await heard.nth('trade', 2), 'what a new connection repeats is passed on: who stores it knows').to.include({ cumulativeVolume: 100 });
  });

  it('is opened anew when Tradier no longer knows the session', async () => {
    open();
    feed.subscribe([SPY]);
    await tradier.frame(1);
    tradier.tell('{"error":"session not found"}');
    expect(await tradier.frame(2)).to.include({ sessionid: 'session-2' });
  });

  it('goes on after an error that is about one symbol, and passes its words on', async () => {
    open();
    feed.subscribe([SPY]);
    await tradier.frame(1);
    tradier.tell('{"error":"1234 is not a valid symbol"}');
    tradier.tell(trade(100));
    await heard.nth('trade', 1);
    expect(heard.of('state').at(-1)).to.deep.equal({ kind: 'state', state: 'live', reason: 'Tradier: 1234 is not a valid symbol' });
    expect(tradier.sockets.size).to.equal(1);
  });

  it('is tried until a session is given', async () => {
    tradier.on('POST /markets/events/session', { status: 502, body: '' }, 'reset', { body: { stream: { url: `${tradier.baseUrl}/markets/events`, sessionid: 'third' } } });
    open();
    feed.subscribe([SPY]);
    expect(await tradier.frame(1)).to.include({ sessionid: 'third' });
    expect(tradier.of('POST /markets/events/session')).to.have.length(3);
  });

  it('that has fallen silent is opened anew', async () => {
    open({ timing: { firstPause: 1, silence: 40 } });
    feed.subscribe([SPY]);
    await tradier.frame(1);
    // a peer that is gone without a word answers no ping
    for (const socket of tradier.sockets) socket.pause();
    expect(await tradier.frame(2)).to.include({ sessionid: 'session-2' });
  });

  it('takes a new list of symbols over the same connection, changes together', async () => {
    open();
    feed.subscribe([SPY]);
    await tradier.frame(1);
    feed.subscribe([SPY, AAPL]);
    feed.subscribe([AAPL]);
    expect(await tradier.frame(2))
      .to.include({ sessionid: 'session-1' })
      .and.to.have.deep.property('symbols', ['AAPL']);
    expect(tradier.sockets.size).to.equal(1);
  });

  it('takes a new list with a new session where the old one has expired', async () => {
    open({ timing: { firstPause: 1, settle: 1, sessionLife: -1 } });
    feed.subscribe([SPY]);
    await tradier.frame(1);
    feed.subscribe([AAPL]);
    expect(await tradier.frame(2)).to.include({ sessionid: 'session-2' });
  });

  it('is closed while nothing is subscribed, and opened again', async () => {
    open();
    feed.subscribe([SPY]);
    await tradier.frame(1);
    await heard.until('live');
    feed.subscribe([]);
    await heard.until('closed');
    feed.subscribe([AAPL]);
    expect(await tradier.frame(2)).to.have.deep.property('symbols', ['AAPL']);
  });

  it('stays closed', async () => {
    open();
    feed.subscribe([SPY]);
    await tradier.frame(1);
    await feed.close();
    feed.subscribe([SPY, AAPL]);
    expect(heard.of('state').at(-1)?.state).to.equal('closed');
    expect(tradier.of('POST /markets/events/session')).to.have.length(1);
  });

  it('of a real market has the time of our own clock, each second, while it is connected', async () => {
    const timer = new HandTimer();
    open({ mode: 'live', every: timer.every, clock: { now: () => 1_557_757_191_734 } });
    timer.run();
    feed.subscribe([SPY]);
    expect(await tradier.frame(1)).to.have.deep.property('filter', ['trade', 'quote', 'tradex', 'summary']);
    await heard.until('live');
    timer.run();
    expect(heard.of('clock')).to.deep.equal([{ kind: 'clock', time: 1_557_757_191_000, paced: false }]);
  });
});
