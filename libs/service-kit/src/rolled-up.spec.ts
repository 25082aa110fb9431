import { calendarOf, price } from '@sofi/domain';
import { expect } from 'chai';
import { barAt, OPEN, session } from './fixtures.js';
import { rolledUp } from './rolled-up.js';

const calendar = calendarOf([session]);

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
