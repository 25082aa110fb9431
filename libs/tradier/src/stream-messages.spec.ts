import { equitySymbol } from '@sofi/domain';
import { expect } from 'chai';
import { readMessage } from './stream-messages.js';

const symbols = new Map(['SPY', 'C'].map((text) => [text, equitySymbol(text)]));
const read = (wire: unknown) => readMessage(typeof wire === 'string' ? wire : JSON.stringify(wire), symbols, 42);

const trade = { type: 'trade', symbol: 'SPY', exch: 'J', price: '281.85', size: '100', cvol: '27978993', date: '1557757190000', last: '281.85' };
const quote = { type: 'quote', symbol: 'C', bid: 281.84, bidsz: 60, bidexch: 'M', biddate: '1557757189000', ask: 281.85, asksz: 6, askexch: 'Z', askdate: '1557757190000' };

describe('a message of the stream', () => {
  const neutral = {
    kind: 'trade',
    symbol: 'SPY',
    price: 281_850_000,
    size: 100,
    cumulativeVolume: 27_978_993,
    exchange: 'J',
    session: 'regular',
    exchangeTime: 1_557_757_190_000,
    receivedTime: 42,
  };
  it('trade is a print of regular hours', () => expect(read(trade)).to.deep.equal(neutral));
  it('tradex is one outside of them', () => expect(read({ ...trade, type: 'tradex' })).to.deep.equal({ ...neutral, session: 'extended' }));
  it('may write numbers as numbers', () => expect(read({ ...trade, price: 281.85, size: 100, cvol: 27978993, date: 1557757190000 })).to.deep.equal(neutral));

  it('quote counts hundreds of shares', () => {
    // 60 × 100 and 6 × 100; the newer of the two times
    expect(read(quote)).to.deep.equal({
      kind: 'quote',
      symbol: 'C',
      bid: 281_840_000,
      bidSize: 6000,
      ask: 281_850_000,
      askSize: 600,
      exchangeTime: 1_557_757_190_000,
      receivedTime: 42,
    });
  });
  it('quote may write numbers as texts', () => expect(read({ ...quote, bid: '281.84', bidsz: '60' })).to.deep.equal(read(quote)));

  const timesale = {
    ...{ type: 'timesale', symbol: 'SPY', exch: 'Q', bid: '282.08', ask: '282.09', last: '282.09', size: '100', date: '1557758874355' },
    ...{ seq: 352795, flag: '', cancel: false, correction: false, session: 'normal' },
  };
  it('timesale is a print with a number, and without the volume of the day', () => {
    const trade = { ...neutral, price: 282_090_000, exchange: 'Q', cumulativeVolume: 0, exchangeTime: 1_557_758_874_355 };
    expect(read(timesale)).to.deep.equal({ kind: 'timesale', sequence: 352_795, trade });
    expect(read({ ...timesale, session: 'pre' })).to.deep.equal({ kind: 'timesale', sequence: 352_795, trade: { ...trade, session: 'extended' } });
  });

  it('keeps prices of six decimals exact, up to billions', () => {
    for (const micros of [1, 99, 100, 10_000, 1_234_567, 281_850_000, 723_456_789_012, 1_999_999_999_999_999]) {
      const text = `${Math.floor(micros / 1e6)}.${String(micros % 1e6).padStart(6, '0')}`;
      expect(read({ ...trade, price: text }), text).to.include({ price: micros });
    }
  });

  it('clock is the time of a simulated market', () => {
    expect(read({ type: 'clock', date: '1557757190000', paced: true })).to.deep.equal({ kind: 'clock', time: 1_557_757_190_000, paced: true });
    expect(read({ type: 'clock', date: 1557757190000, paced: false })).to.deep.equal({ kind: 'clock', time: 1_557_757_190_000, paced: false });
  });

  it('error is told as text', () => expect(read({ error: '1234 is not a valid symbol' })).to.deep.equal({ kind: 'error', text: '1234 is not a valid symbol' }));

  const dropped: [string, unknown, string][] = [
    ['a trade of no shares', { ...trade, size: '0' }, 'empty'],
    ['a trade without a price', { ...trade, price: undefined }, 'malformed'],
    ['a price of no characters', { ...trade, price: '' }, 'malformed'],
    ['a price that is none', { ...trade, price: 'NaN' }, 'malformed'],
    ['a price beyond all bounds', { ...trade, price: 9_100_000_000 }, 'malformed'],
    ['a negative price', { ...trade, price: '-1' }, 'malformed'],
    ['half a share', { ...trade, size: '0.5' }, 'malformed'],
    ['a time that is none', { ...trade, date: null }, 'malformed'],
    ['a trade without the volume of the day', { ...trade, cvol: undefined }, 'malformed'],
    ['an empty text for the volume of the day', { ...trade, cvol: ' ' }, 'malformed'],
    ['an empty text for a bid', { ...quote, bid: '' }, 'malformed'],
    ['a symbol that was not asked for', { ...trade, symbol: 'QQQ' }, 'unknown'],
    ['no symbol', { ...trade, symbol: undefined }, 'unknown'],
    ['a quote without a bid', { ...quote, bid: 0, bidsz: 0 }, 'one-sided'],
    ['a quote without a time', { ...quote, biddate: undefined }, 'malformed'],
    ['a print that was taken back', { ...timesale, cancel: true }, 'cancelled'],
    ['a print that is told anew', { ...timesale, correction: 'true' }, 'corrected'],
    ['a timesale of no shares', { ...timesale, size: 0 }, 'empty'],
    ['a timesale without its number', { ...timesale, seq: undefined }, 'malformed'],
    ['a summary', { type: 'summary', symbol: 'SPY', open: '282.42' }, 'summary'],
    ['a type that is new', { type: 'weather', symbol: 'SPY' }, 'unknown'],
    ['a clock without a time', { type: 'clock', date: 'soon' }, 'malformed'],
    ['what is no JSON', '{"type":trade}', 'malformed'],
    ['what is no object', 'null', 'malformed'],
  ];
  for (const [name, wire, why] of dropped) {
    it(`${name} is dropped: ${why}`, () => expect(read(wire)).to.deep.equal({ kind: 'dropped', why }));
  }
});
