import { expect } from 'chai';
import { closes, keepsTheContract } from './indicator.contract.js';
import { Rsi } from './rsi.js';

/** StockCharts ChartSchool, "Relative Strength Index", the spreadsheet example: closes of QQQQ, and RSI(14) from the fifteenth on. */
const QQQQ = [
  44.3389, 44.0902, 44.1497, 43.6124, 44.3278, 44.8264, 45.0955, 45.4245, 45.8433, 46.0826, 45.8931, 46.0328, 45.614, 46.282, 46.282, 46.0028, 46.0328, 46.4116, 46.2222, 45.6439,
  46.2122, 46.2521, 45.7137, 46.4515, 45.7835, 45.3548, 44.0288, 44.1783, 44.2181, 44.5672, 43.4205, 42.6628, 43.1314,
];
const PUBLISHED = [70.53, 66.32, 66.55, 69.41, 66.36, 57.97, 62.93, 63.26, 56.06, 62.38, 54.71, 50.42, 39.99, 41.46, 41.87, 45.46, 37.3, 33.08, 37.77];

const over = (period: number, series: readonly number[]) => {
  const rsi = new Rsi(period);
  return series.map((close) => rsi.next(close)).filter((value) => value !== undefined);
};

describe('RSI', () => {
  keepsTheContract(() => new Rsi(14), closes);

  it('equals the published example', () => {
    const values = over(14, QQQQ);
    expect(values).to.have.length(PUBLISHED.length);
    // the published closes are themselves rounded to four decimals
    values.forEach((value, index) => expect(value).to.be.closeTo(PUBLISHED[index]!, 0.02));
  });

  it('is 50 where nothing moves: neither overbought nor oversold', () => {
    expect(over(3, [10, 10, 10, 10, 10])).to.deep.equal([50, 50]);
  });

  it('is 100 where it only rises and 0 where it only falls', () => {
    expect(over(3, [1, 2, 3, 4])).to.deep.equal([100]);
    expect(over(3, [4, 3, 2, 1])).to.deep.equal([0]);
  });

  it('knows which way time runs', () => {
    const [forward, backward] = [over(14, QQQQ).at(-1)!, over(14, QQQQ.toReversed()).at(-1)!];
    expect(Math.abs(forward - backward)).to.be.greaterThan(1);
  });

  it('smooths as Wilder does from the second value on', () => {
    // changes +1, -1: averages 0.5, 0.5; then +2: (0.5 + 2) / 2 = 1.25 and 0.5 / 2 = 0.25, so 100 - 100 / (1 + 5)
    expect(over(2, [10, 11, 10, 12])[1]).to.be.closeTo(100 - 100 / 6, 1e-12);
  });

  for (const period of [0, -1, 1.5, Number.NaN]) {
    it(`refuses a period of ${period}`, () => expect(() => new Rsi(period)).to.throw(RangeError, 'must be a whole number of at least 1'));
  }
});
