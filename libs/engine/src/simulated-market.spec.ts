import { price } from '@sofi/domain';
import { expect } from 'chai';
import { AAPL, calendar, CLOSE, MINUTE, MONDAY, MSFT, OPEN, quote, trade, TUESDAY } from '../test/market-day.js';
import type { RestingOrder } from './resting-order.js';
import { SimulatedMarket } from './simulated-market.js';

const T = OPEN + MINUTE;
const limit = (dollars: number) => ({ type: 'limit', limitPrice: price(dollars) }) as const;
const stop = (dollars: number) => ({ type: 'stop', stopPrice: price(dollars) }) as const;
const order = (changes: Partial<RestingOrder> = {}): RestingOrder => ({ id: 'a', symbol: AAPL, side: 'buy', quantity: 10, terms: { type: 'market' }, duration: 'day', ...changes });

describe('SimulatedMarket', () => {
  let market: SimulatedMarket;
  beforeEach(() => {
    market = new SimulatedMarket({ calendar });
  });
  const prices = (events: Parameters<SimulatedMarket['onEvent']>[0][]) => events.map((event) => market.onEvent(event).map((execution) => execution.price / 1e6));

  it('never matches the event that an order was born from, only later ones', () => {
    market.submit(order(), T);
    expect(prices([trade(100, T), trade(101, T + 1), trade(102, T + 2)])).to.deep.equal([[], [101], []]);
  });

  it('says what was executed, whole and at the time of the event', () => {
    market.submit(order(), T);
    expect(market.onEvent(trade(101, T + 7))).to.deep.equal([{ id: 'a', quantity: 10, price: price(101), time: T + 7, complete: true }]);
  });

  it('buys at the standing ask and sells at the standing bid once quotes are known', () => {
    market.onEvent(quote(99.9, 100.1, T));
    market.submit(order({ id: 'buy' }), T);
    market.submit(order({ id: 'sell', side: 'sell' }), T);
    expect(prices([trade(100, T + 1)])).to.deep.equal([[100.1, 99.9]]);
  });

  it('lets a quote speak before it matches: the new ask, not the old one', () => {
    market.onEvent(quote(99.9, 100.1, T));
    market.submit(order(), T);
    expect(prices([quote(100, 100.3, T + 1)])).to.deep.equal([[100.3]]);
  });

  it('does not take an absent side of a quote (0) for a price', () => {
    market.onEvent(quote(99.9, 0, T));
    market.submit(order(), T);
    expect(prices([quote(99.8, 0, T + 1), trade(100, T + 2)])).to.deep.equal([[], [100]]);
  });

  it('fills a limit at its price or better, never worse', () => {
    market.submit(order({ id: 'buy', terms: limit(100) }), T);
    market.submit(order({ id: 'sell', side: 'sell', terms: limit(101) }), T);
    expect(prices([trade(100.5, T + 1), trade(99.8, T + 2), trade(101.4, T + 3)])).to.deep.equal([[], [99.8], [101.4]]);
  });

  it('measures a limit on the quote where there is one, not on the trade', () => {
    market.onEvent(quote(100.4, 100.6, T));
    market.submit(order({ terms: limit(100.5) }), T);
    expect(prices([trade(100.4, T + 1), quote(100.3, 100.5, T + 2)])).to.deep.equal([[], [100.5]]);
  });

  it('triggers a stop at its price and fills it at the next event, however far that is', () => {
    market.submit(order({ side: 'sell', terms: stop(99) }), T);
    expect(prices([trade(99.01, T + 1), trade(99, T + 2), trade(98.5, T + 2), trade(97, T + 3)])).to.deep.equal([[], [], [], [97]]);
  });

  it('triggers a buy stop upwards, and by regular trades alone', () => {
    market.submit(order({ terms: stop(101) }), T);
    expect(prices([trade(102, T + 1, { session: 'extended' }), trade(101, T + 2), trade(100, T + 3)])).to.deep.equal([[], [], [100]]);
  });

  it('makes a limit order of a triggered stop-limit', () => {
    market.submit(order({ side: 'sell', terms: { type: 'stop_limit', stopPrice: price(99), limitPrice: price(98.5) } }), T);
    expect(prices([trade(98.9, T + 1), trade(98, T + 2), trade(98.6, T + 3)])).to.deep.equal([[], [], [98.6]]);
  });

  it('keeps symbols apart', () => {
    market.submit(order(), T);
    expect(prices([trade(50, T + 1, { symbol: MSFT })])).to.deep.equal([[]]);
  });

  it('holds a day order given before the open until the regular hours', () => {
    market.submit(order(), OPEN - MINUTE);
    expect(prices([trade(100, OPEN - 1, { session: 'extended' }), trade(101, OPEN)])).to.deep.equal([[], [101]]);
  });

  it('lets day orders expire at the close, good-till-cancelled ones live on to the next day', () => {
    market.submit(order({ id: 'day', terms: limit(90) }), T);
    market.submit(order({ id: 'gtc', terms: limit(90), duration: 'gtc' }), T);
    expect(market.onClock(CLOSE - 1)).to.deep.equal([]);
    expect(market.onClock(CLOSE + 5_000)).to.deep.equal([{ id: 'day', status: 'expired', time: CLOSE }]);
    expect(prices([trade(89, CLOSE + MINUTE, { session: 'extended' }), trade(89, TUESDAY.open)])).to.deep.equal([[], [89]]);
  });

  it('fills nothing after the close even if the clock has not said so yet', () => {
    market.submit(order({ terms: limit(90) }), T);
    expect(prices([trade(89, CLOSE), trade(89, TUESDAY.open)])).to.deep.equal([[], []]);
  });

  it('works pre-market orders in the pre-market only', () => {
    market.submit(order({ duration: 'pre', terms: limit(90) }), MONDAY.preOpen - MINUTE);
    expect(prices([trade(89, MONDAY.preOpen - 1, { session: 'extended' }), trade(88, MONDAY.preOpen, { session: 'extended' })])).to.deep.equal([[], [88]]);
    market.submit(order({ id: 'late', duration: 'pre', terms: limit(90) }), OPEN - 1);
    expect(market.onClock(OPEN)).to.deep.equal([{ id: 'late', status: 'expired', time: OPEN }]);
  });

  it('works post-market orders in the post-market only', () => {
    market.submit(order({ duration: 'post', terms: limit(90) }), T);
    expect(prices([trade(89, T + 1), trade(88, CLOSE, { session: 'extended' })])).to.deep.equal([[], [88]]);
  });

  it('cancels what rests, and says so when nothing does', () => {
    market.submit(order(), T);
    expect([market.cancel('a'), market.cancel('a')]).to.deep.equal([true, false]);
    expect(prices([trade(100, T + 1)])).to.deep.equal([[]]);
  });

  it('replaces terms, which arrive anew', () => {
    market.submit(order({ terms: limit(90) }), T);
    expect(market.replace('a', { terms: limit(100) }, T + 5)).to.equal(true);
    expect(prices([trade(99, T + 5), trade(99, T + 6)])).to.deep.equal([[], [99]]);
    expect(market.replace('a', { terms: limit(100) }, T + 7)).to.equal(false);
  });

  it('goes on from what it told of itself, triggered stops included', () => {
    market.submit(order({ side: 'sell', terms: stop(99) }), T);
    market.onEvent(trade(98, T + 1));
    const rebuilt = new SimulatedMarket({ calendar });
    for (const resting of market.resting()) rebuilt.resume(resting);
    expect(rebuilt.onEvent(trade(105, T + 2))).to.deep.equal(market.onEvent(trade(105, T + 2)));
  });

  it('forgets nothing newer for a late quote', () => {
    market.onEvent(quote(100, 100.2, T + 2));
    market.onEvent(quote(90, 90.2, T + 1));
    market.submit(order(), T + 3);
    expect(prices([trade(100, T + 4)])).to.deep.equal([[100.2]]);
  });
});
