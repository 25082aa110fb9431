import { equitySymbol, price, type DaySnapshot, type Quote, type Trade } from '@sofi/domain';
import { expect } from 'chai';
import { quoteAnswerOf } from './quote-answer.js';

const symbol = equitySymbol('AAPL');
const snapshot: DaySnapshot = {
  symbol,
  description: 'Apple',
  last: price(100),
  bid: price(99.9),
  bidSize: 200,
  ask: price(100.1),
  askSize: 300,
  open: price(98),
  high: price(101),
  low: price(97),
  previousClose: price(95),
  volume: 1000,
  time: 50,
};
const trade: Trade = { kind: 'trade', symbol, price: price(102), size: 10, cumulativeVolume: 1010, exchange: 'Q', session: 'regular', exchangeTime: 60, receivedTime: 61 };
const quote: Quote = { kind: 'quote', symbol, bid: price(101.5), bidSize: 100, ask: price(102.5), askSize: 400, exchangeTime: 70, receivedTime: 72 };

describe('quote answer', () => {
  it('is the snapshot where the stream has said nothing', () => {
    expect(quoteAnswerOf(snapshot, {}, 99)).to.include({
      last: 100,
      bid: 99.9,
      high: 101,
      low: 97,
      previousClose: 95,
      volume: 1000,
      exchangeTime: 50,
      receivedTime: 99,
    });
  });

  it('takes price, high and volume of a newer trade and the market of a newer quote', () => {
    expect(quoteAnswerOf(snapshot, { quote, trade }, 99)).to.include({
      last: 102,
      high: 102,
      low: 97,
      open: 98,
      volume: 1010,
      bid: 101.5,
      bidSize: 100,
      ask: 102.5,
      askSize: 400,
      exchangeTime: 70,
      receivedTime: 72,
    });
  });

  it('does not go back to what is older than the snapshot', () => {
    const old = { exchangeTime: 40, receivedTime: 40 };
    expect(quoteAnswerOf(snapshot, { quote: { ...quote, ...old }, trade: { ...trade, ...old } }, 99)).to.include({
      last: 100,
      bid: 99.9,
      high: 101,
      volume: 1000,
      exchangeTime: 50,
    });
  });

  it('keeps a trade outside regular hours out of high and low', () => {
    expect(quoteAnswerOf(snapshot, { trade: { ...trade, session: 'extended' } }, 99)).to.include({ last: 102, high: 101 });
  });

  it('says null where nobody has said anything', () => {
    const empty: DaySnapshot = { ...snapshot, last: null, bid: null, ask: null, open: null, high: null, low: null, previousClose: null };
    expect(quoteAnswerOf(empty, {}, 99)).to.include({ last: null, bid: null, open: null, high: null, low: null, previousClose: null });
    expect(quoteAnswerOf(empty, { trade }, 99)).to.include({ last: 102, open: 102, high: 102, low: 102 });
  });

  it('says how far the prices can be trusted, or that nobody watches them', () => {
    const feed = { state: 'stale', lastEventTime: 60, since: 65, reason: 'silent' } as const;
    expect(quoteAnswerOf(snapshot, { feed: { symbol, ...feed } }, 99).feed).to.deep.equal(feed);
    expect(quoteAnswerOf(snapshot, {}, 99).feed).to.equal(null);
  });
});
