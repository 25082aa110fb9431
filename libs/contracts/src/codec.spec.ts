import { expect } from 'chai';
import { equitySymbol, price, type Bar, type Quote, type Trade } from '@sofi/domain';
import { decode, decodeQuote, decodeTrade, encode, encodeBar, encodeQuote, encodeTrade } from './codec.js';
import { barMessage, quoteMessage, tradeMessage } from './market-messages.js';

const trade: Trade = {
  kind: 'trade',
  symbol: equitySymbol('BRK/B'),
  price: price(13.945001),
  size: 300,
  cumulativeVolume: 27_978_993,
  exchange: '"\\Q',
  session: 'extended',
  exchangeTime: 1_557_757_190_000,
  receivedTime: 1_557_757_190_004,
};
const quote: Quote = {
  kind: 'quote',
  symbol: equitySymbol('C'),
  bid: price(281.84),
  bidSize: 6000,
  ask: price(281.85),
  askSize: 600,
  exchangeTime: 1_557_757_189_000,
  receivedTime: 1_557_757_190_004,
};
const bar: Bar = {
  symbol: equitySymbol('BRK/B'),
  timeframe: '1m',
  start: 1_557_757_140_000,
  end: 1_557_757_200_000,
  open: price(281.84),
  high: price(281.85),
  low: price(0.000001),
  close: price(281.845),
  volume: 6_000,
  tradeCount: 17,
  vwap: price(281.843217),
  revision: 1,
  quality: 'whole',
};

describe('codecs by hand', () => {
  it('write the very JSON of the schema', () => {
    expect(encodeTrade(trade)).to.equal(encode(tradeMessage, trade));
    expect(encodeQuote(quote)).to.equal(encode(quoteMessage, quote));
    expect(encodeBar(bar)).to.equal(encode(barMessage, bar));
  });

  it('read back what was written, as the schema does', () => {
    const bytes = new TextEncoder().encode(encodeTrade(trade));
    expect(decodeTrade(bytes)).to.deep.equal(trade);
    expect(decode(tradeMessage, bytes)).to.deep.equal(trade);
    expect(decodeQuote(new TextEncoder().encode(encodeQuote(quote)))).to.deep.equal(quote);
  });

  it('carry dollars as JSON numbers, not millionths', () => {
    expect(JSON.parse(encodeTrade(trade))).to.include({ price: 13.945001 });
  });
});
