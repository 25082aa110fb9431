import { equitySymbol, price, type Bar } from '@sofi/domain';
import { expect } from 'chai';
import { missingBefore, nearEnd, spanOf } from './missing-range.js';

const DAY = 86_400_000;
const bar = (start: number): Bar => ({
  symbol: equitySymbol('AAPL'),
  timeframe: '1m',
  start,
  end: start + 60_000,
  open: price(1),
  high: price(1),
  low: price(1),
  close: price(1),
  volume: 0,
  tradeCount: 0,
  vwap: price(1),
  revision: 0,
  quality: 'whole',
});

describe('missing range', () => {
  it('is everything where nothing is stored', () => {
    expect(missingBefore([], { from: 100, to: 200 }, 10, '1m')).to.deep.equal({ from: 100, to: 200 });
  });

  it('ends at the first stored bar', () => {
    expect(missingBefore([bar(150)], { from: 100, to: 200 }, 10, '1m')).to.deep.equal({ from: 100, to: 150 });
  });

  it('is nothing where the first stored bar is the first wished for, or there are enough', () => {
    expect(missingBefore([bar(100)], { from: 100, to: 200 }, 10, '1m')).to.equal(undefined);
    expect(missingBefore([bar(150)], { from: 100, to: 200 }, 1, '1m')).to.equal(undefined);
  });

  it('asks for no more than thirty days of minutes, and for any number of days', () => {
    expect(missingBefore([], { from: 0, to: 100 * DAY }, 10, '1m')).to.deep.equal({ from: 70 * DAY, to: 100 * DAY });
    expect(missingBefore([], { from: 0, to: 100 * DAY }, 10, '1d')).to.deep.equal({ from: 0, to: 100 * DAY });
  });

  it('begins at its near end: twice as long as the bars', () => {
    expect(nearEnd({ from: 0, to: 10 * DAY }, '1m', 5)).to.deep.equal({ from: 10 * DAY - 600_000, to: 10 * DAY });
    expect(nearEnd({ from: 9 * DAY, to: 10 * DAY }, '4h', 50)).to.deep.equal({ from: 9 * DAY, to: 10 * DAY });
    expect(nearEnd({ from: 0, to: 10 * DAY }, '1d', 2)).to.deep.equal({ from: 0, to: 10 * DAY });
  });

  it('knows how far back so many bars reach', () => {
    // 500 minutes are 2 sessions of 390: 3 days and 4 more; 500 sessions are 700 days and 4 more
    expect(spanOf('1m', 500)).to.equal(7 * DAY);
    expect(spanOf('1d', 500)).to.equal(704 * DAY);
  });
});
