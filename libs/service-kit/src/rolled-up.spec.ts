import { equitySymbol, nyseCalendar, price, type Bar } from '@sofi/domain';
import { expect } from 'chai';
import { rolledUp } from './rolled-up.js';

/** 09:30 in New York on 7 October 2013 */
const OPEN = Date.parse('2013-10-07T13:30:00Z');
const MINUTE = 60_000;
const calendar = nyseCalendar();

describe('rolled-up bars', () => {
  it('are aligned to the session: ten minutes are two bars of five', () => {
    const bars = rolledUp(
      Array.from({ length: 11 }, (_, minute) => barAt(minute, 100 + minute)),
      '5m',
      calendar,
    );
    expect(bars.map(({ start, open, close, volume }) => [(start - OPEN) / 60_000, open, close, volume])).to.deep.equal([
      [0, price(100), price(104), 25],
      [5, price(105), price(109), 25],
    ]);
  });

  it('are the bars themselves where the timeframe is theirs', () => {
    expect(rolledUp([barAt(0, 100)], '1m', calendar)).to.deep.equal([barAt(0, 100)]);
    expect(rolledUp([], '1h', calendar)).to.deep.equal([]);
  });
});

function barAt(minute: number, close: number): Bar {
  const at = price(close);
  const start = OPEN + minute * MINUTE;
  const head = { symbol: equitySymbol('AAPL'), timeframe: '1m' as const, start, end: start + MINUTE, volume: 5, tradeCount: 1, revision: 0, quality: 'whole' as const };
  return { ...head, open: at, high: at, low: at, close: at, vwap: at };
}
