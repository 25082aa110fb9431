import { equitySymbol } from '@sofi/domain';
import { expect } from 'chai';
import { HTML, httpTo } from '../test/connection.js';
import { FakeTradier } from '../test/fake-tradier.js';
import { HandTimer, HeardFeed } from '../test/listener.js';
import type { TradierHttp } from './http.js';
import { TradierFeed } from './tradier-feed.js';

const NOW = 1_705_073_400_500;
const aapl = {
  symbol: 'AAPL',
  description: 'Apple Inc',
  exch: 'Q',
  type: 'stock',
  last: 186.07,
  volume: 6674105,
  open: 186.06,
  high: 186.74,
  low: 185.485,
  close: null,
  bid: 186.08,
  ask: 186.09,
  last_volume: 100,
  trade_date: 1705072233914,
  prevclose: 185.59,
  bidsize: 2,
  bid_date: 1705072235000,
  asksize: 3,
  ask_date: 1705072234000,
};

describe('a market without a stream', () => {
  let tradier: FakeTradier;
  let http: TradierHttp;
  let feed: TradierFeed;
  const timer = new HandTimer();
  let heard: HeardFeed;
  beforeEach(async () => {
    tradier = await FakeTradier.start();
    http = httpTo(tradier);
    heard = new HeardFeed();
    feed = new TradierFeed({ http, mode: 'sandbox', every: timer.every, clock: { now: () => NOW } }, heard);
  });
  afterEach(async () => {
    await feed.close();
    await http.close();
    await tradier.stop();
  });

  it('is read: the last trade, the quote, and a clock that is as late as they are', async () => {
    tradier.json('GET /markets/quotes', { quotes: { quote: aapl, unmatched_symbols: { symbol: 'ZZZZ' } } });
    feed.subscribe([equitySymbol('AAPL'), equitySymbol('ZZZZ')]);
    await heard.until('delayed');
    expect(tradier.requests[0]?.query).to.deep.equal({ symbols: 'AAPL,ZZZZ' });
    expect(heard.heard.filter(({ kind }) => kind !== 'symbol').slice(1)).to.deep.equal([
      {
        kind: 'trade',
        symbol: 'AAPL',
        price: 186_070_000,
        size: 100,
        cumulativeVolume: 6_674_105,
        exchange: 'Q',
        session: 'regular',
        exchangeTime: 1_705_072_233_914,
        receivedTime: NOW,
      },
      { kind: 'quote', symbol: 'AAPL', bid: 186_080_000, bidSize: 200, ask: 186_090_000, askSize: 300, exchangeTime: 1_705_072_235_000, receivedTime: NOW },
      // 15 minutes = 900 000 ms before now, whole seconds
      { kind: 'clock', time: 1_705_072_500_000, paced: false },
      { kind: 'state', state: 'delayed', reason: 'quotes are read every 10 seconds and are 15 minutes old; unknown: ZZZZ' },
    ]);
  });

  it('tells a trade once', async () => {
    tradier.on('GET /markets/quotes', { body: { quotes: { quote: aapl } } }, { body: { quotes: { quote: aapl } } }, { body: { quotes: { quote: { ...aapl, volume: 6674205 } } } });
    feed.subscribe([equitySymbol('AAPL')]);
    for (const reading of [1, 2, 3]) {
      await heard.nth('clock', reading);
      // lets the reading finish before the next one
      await new Promise((resolve) => setImmediate(resolve));
      timer.run();
    }
    expect(heard.of('trade').map((trade) => trade.cumulativeVolume)).to.deep.equal([6_674_105, 6_674_205]);
  });

  it('has no clock and is stale while it can not be read', async () => {
    tradier.on('GET /markets/quotes', { body: HTML });
    feed.subscribe([equitySymbol('AAPL')]);
    await heard.until('stale');
    expect(heard.of('clock')).to.deep.equal([]);
  });

  it('tells its symbols as delayed, the unknown and the unread ones as stale', async () => {
    tradier.on('GET /markets/quotes', { body: { quotes: { quote: aapl, unmatched_symbols: { symbol: 'ZZZZ' } } } }, { body: HTML });
    feed.subscribe([equitySymbol('AAPL'), equitySymbol('ZZZZ')]);
    // 15 minutes before our clock is the time of that market
    const since = NOW - 900_000;
    const reason = 'quotes are read every 10 seconds and are 15 minutes old; unknown: ZZZZ';
    expect(await heard.symbolIs('AAPL', 'delayed')).to.deep.include({ lastEventTime: 1_705_072_235_000, since, reason });
    expect(await heard.symbolIs('ZZZZ', 'stale')).to.include({ reason: 'Tradier does not know this symbol' });
    await new Promise((resolve) => setImmediate(resolve));
    timer.run();
    expect(await heard.symbolIs('AAPL', 'stale')).to.include({ reason: 'Tradier answered 200 with a web page instead of data' });
    expect(heard.of('gap'), 'a market that is read now and then has gaps everywhere').to.deep.equal([]);
  });

  it('tells nothing of what has no price yet', async () => {
    tradier.json('GET /markets/quotes', { quotes: { quote: { ...aapl, last: null, bid: null, trade_date: 0 } } });
    feed.subscribe([equitySymbol('AAPL')]);
    await heard.until('delayed');
    expect(heard.heard.map(({ kind }) => kind).filter((kind) => kind !== 'symbol')).to.deep.equal(['state', 'clock', 'state']);
  });
});
