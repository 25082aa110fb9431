import { expect } from 'chai';
import { toCsv } from './trades-csv.js';
import type { TradeJson } from './trades.js';

const trade: TradeJson = {
  id: 'o1-5',
  account: 'VA1',
  book: '12',
  symbol: 'BRK/B',
  side: 'long',
  quantity: 5,
  entryPrice: 10.5,
  exitPrice: 11,
  entryTime: 0,
  exitTime: 60_000,
  profit: 2.5,
  profitPct: 4.76,
  exitReason: 'take-profit',
};

describe('trades as CSV', () => {
  it('has a head, and a line for each trade', () => {
    expect(toCsv([trade])).to.equal(
      'id,account,book,symbol,side,quantity,entryTime,entryPrice,exitTime,exitPrice,profit,profitPct,exitReason\r\n' +
        'o1-5,VA1,12,BRK/B,long,5,1970-01-01T00:00:00.000Z,10.5,1970-01-01T00:01:00.000Z,11,2.5,4.76,take-profit\r\n',
    );
  });

  it('lets no name break a line or run as a formula', () => {
    const [, row] = toCsv([{ ...trade, account: 'a "b", c', book: '=1+1', profit: -2 }]).split('\r\n');
    expect(row).to.include(`o1-5,"a ""b"", c",'=1+1,BRK/B`);
    expect(row).to.include(',-2,');
  });
});
