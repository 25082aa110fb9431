import { expect } from 'chai';
import type { QuoteRow, TradeTick } from '../wire.js';
import { changeOf, withAnswer, withBook, withFeed, withTrade } from './live-quote.js';

const row: QuoteRow = {
  symbol: 'AAPL',
  description: 'Apple Inc',
  last: 100,
  bid: 99.9,
  ask: 100.1,
  bidSize: 1,
  askSize: 2,
  open: 98,
  high: 101,
  low: 97,
  previousClose: 80,
  volume: 5_000,
  exchangeTime: 1_000,
  receivedTime: 1_000,
  feed: null,
};
const trade = (price: number, at: number, more: Partial<TradeTick> = {}): TradeTick => ({
  kind: 'trade',
  symbol: 'AAPL',
  price,
  size: 10,
  cumulativeVolume: 5_010,
  exchange: 'Q',
  session: 'regular',
  exchangeTime: at,
  receivedTime: at,
  ...more,
});

describe('a live quote', () => {
  const known = withAnswer(undefined, row, 1_000);
  it('moves with trades: last, high, low, volume, age', () => {
    const moved = withTrade(known, trade(102, 2_000), 2_050);
    expect(moved).to.include({ last: 102, high: 102, low: 97, volume: 5_010, exchangeTime: 2_000, arrivedAt: 2_050, description: 'Apple Inc' });
  });
  it('keeps what was said of how far it can be trusted, whatever else comes', () => {
    const stale = { state: 'stale', lastEventTime: 900, since: 950, reason: 'silent' } as const;
    const told = withFeed(known, { symbol: 'AAPL', ...stale });
    expect(withTrade(told, trade(102, 2_000), 2_050).feed).to.deep.equal(stale);
    expect(withAnswer(told, { ...row, exchangeTime: 500 }, 1_000).feed).to.deep.equal(stale);
    expect(withFeed(undefined, { symbol: 'IBM', ...stale })).to.deep.include({ symbol: 'IBM', last: null, feed: stale });
  });
  it('is not set back by a trade that comes late', () => {
    expect(withTrade(known, trade(50, 999), 3_000)).to.equal(known);
  });
  it('keeps the day range to the regular session', () => {
    expect(withTrade(known, trade(120, 2_000, { session: 'extended' }), 2_000)).to.include({ last: 120, high: 101 });
  });
  it('takes both sides of the book, and starts without a REST answer', () => {
    const started = withBook(undefined, { kind: 'quote', symbol: 'MSFT', bid: 30, bidSize: 1, ask: 31, askSize: 1, exchangeTime: 5, receivedTime: 5 }, 9);
    expect(started).to.include({ symbol: 'MSFT', bid: 30, ask: 31, last: null });
    expect(changeOf(started), 'no change is shown before both prices are known').to.equal(undefined);
  });
  it('is not set back by an older REST answer, which still brings the name and the previous close', () => {
    const early = withTrade(undefined, trade(105, 4_000), 4_000);
    expect(withAnswer(early, row, 4_100)).to.include({ last: 105, previousClose: 80, description: 'Apple Inc', high: 105, low: 97, exchangeTime: 4_000 });
  });
  it('changes against the previous close', () => {
    expect(changeOf(known)).to.deep.equal({ dollars: 20, percent: 25 });
  });
});
