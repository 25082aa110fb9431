import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { equitySymbol, price, RuleError, type Trade } from '@sofi/domain';
import { readTape } from './read-tape.js';

const TRADES = 'time_utc,price,size,exchange,condition_hex,suspicious\n';
const QUOTES = 'time_utc,bid,bid_size,ask,ask_size,exchange,condition_hex,suspicious\n';
const BARS = 'time_utc,time_et,open,high,low,close,volume\n';

describe('A tape', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'tape-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const put = (name: string, text: string) => writeFileSync(join(folder, name), name.endsWith('.gz') ? gzipSync(text) : text);
  const trades = () => [...readTape(folder).events()].filter((event): event is Trade => event.kind === 'trade');

  it('leaves out suspicious prints and prints of no shares, and tells regular hours from the rest', () => {
    put(
      'BAC_20131007_trades.csv.gz',
      `${TRADES}2013-10-07T13:29:59.999Z,13.9,500,P,2000,0\n2013-10-07T13:30:00.000Z,13.91,200,N,1,0\n2013-10-07T13:30:00.100Z,99,100,N,1,1\n2013-10-07T13:30:00.200Z,13.92,0,N,1,0\n2013-10-07T20:00:00.000Z,13.93,300,N,1,0\n`,
    );
    // 09:30 to 16:00 in New York is 13:30 to 20:00 UTC in summer
    expect(trades().map(({ size, cumulativeVolume, session }) => [size, cumulativeVolume, session])).to.deep.equal([
      [500, 500, 'extended'],
      [200, 700, 'regular'],
      [300, 1000, 'extended'],
    ]);
  });

  it('counts volume anew each New York day', () => {
    put('SPY_trades.csv', `${TRADES}2013-10-07T23:00:00.000Z,167,100,P,1,0\n2013-10-08T03:59:59.000Z,167,100,P,1,0\n2013-10-08T04:00:00.000Z,167,100,P,1,0\n`);
    expect(
      trades().map(({ cumulativeVolume }) => cumulativeVolume),
      'midnight in New York is 04:00 UTC in summer',
    ).to.deep.equal([100, 200, 100]);
  });

  it('makes the best bid and offer of rows that tell one side each', () => {
    put(
      'BAC_20131007_quotes.csv',
      `${QUOTES}2013-10-07T14:00:00.000Z,,,13.91,700,Q,1,0\n2013-10-07T14:00:00.100Z,13.90,400,,,K,1,0\n2013-10-07T14:00:00.200Z,13.90,400,,,K,1,0\n2013-10-07T14:00:00.300Z,13.89,900,,,P,1,0\n2013-10-07T14:00:00.400Z,20,900,,,P,1,1\n`,
    );
    const quotes = [...readTape(folder).events()].map((event) => (event.kind === 'quote' ? [event.bid, event.bidSize, event.ask, event.askSize] : event));
    expect(quotes, 'said once both sides are known, and only when something changed').to.deep.equal([
      [price(13.9), 400, price(13.91), 700],
      [price(13.89), 900, price(13.91), 700],
    ]);
  });

  it('orders everything by time, the quotes of a symbol before its trades', () => {
    put('BAC_20131007_trades.csv', `${TRADES}2013-10-07T14:00:00.000Z,13.9,500,P,1,0\n2013-10-07T14:00:02.000Z,13.9,500,P,1,0\n`);
    put('BAC_20131007_quotes.csv', `${QUOTES}2013-10-07T14:00:00.000Z,13.89,1,13.9,1,P,1,0\n`);
    put('SPY_20131007_trades.csv', `${TRADES}2013-10-07T14:00:01.000Z,167,500,P,1,0\n`);
    expect([...readTape(folder).events()].map(({ symbol, kind }) => `${symbol} ${kind}`)).to.deep.equal(['BAC quote', 'BAC trade', 'SPY trade', 'BAC trade']);
  });

  it('trades a bar again by up to four trades that make it exactly, its volume included', () => {
    put(
      'AAPL_20190211_1m.csv',
      `${BARS}2019-02-11T14:30:00Z,x,171.14,171.2,170.7,170.97,619925\n2019-02-11T14:31:00Z,x,170.92,170.92,170.92,170.92,7\n2019-02-11T14:32:00Z,x,170.92,170.95,170.9,170.92,0\n`,
    );
    // 619925 = 3 × 154981 + 154982
    expect(trades().map((trade) => [new Date(trade.exchangeTime).toISOString().slice(14, 19), trade.price / 1e6, trade.size, trade.cumulativeVolume])).to.deep.equal([
      ['30:00', 171.14, 154981, 154981],
      ['30:15', 170.7, 154981, 309962],
      ['30:30', 171.2, 154981, 464943],
      ['30:59', 170.97, 154982, 619925],
      ['31:00', 170.92, 7, 619932],
    ]);
  });

  it('takes bars of the days before the first ticks as history', () => {
    put('BAC_20131007_trades.csv', `${TRADES}2013-10-07T14:00:00.000Z,13.9,500,P,1,0\n`);
    put('BAC_20131004-20131008_trade_1m.csv', `${BARS}2013-10-04T14:00:00Z,x,13.8,13.9,13.8,13.9,100\n2013-10-07T14:00:00Z,x,13.8,13.9,13.8,13.9,100\n`);
    const tape = readTape(folder);
    expect(tape.history(equitySymbol('BAC')).map(({ start }) => new Date(start).toISOString())).to.deep.equal(['2013-10-04T14:00:00.000Z']);
    expect([...tape.events()]).to.have.length(1);
  });

  it('refuses a folder that holds none, a missing column and a bar that contradicts itself', () => {
    expect(() => readTape(join(folder, 'none'))).to.throw(RuleError, 'must be a folder');
    expect(() => readTape(folder)).to.throw(RuleError, 'must hold files such as');
    put('AAPL_20190211_1m.csv', `${BARS}2019-02-11T14:30:00Z,x,171.14,171.2,172,170.97,6\n`);
    expect(() => readTape(folder)).to.throw(RuleError, 'contradict');
    put('AAPL_20190211_1m.csv', 'time_utc,open\n');
    expect(() => readTape(folder)).to.throw(RuleError, 'must have a column high');
  });
});
