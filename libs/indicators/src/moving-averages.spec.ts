import { expect } from 'chai';
import { Ema } from './ema.js';
import { closes, keepsTheContract } from './indicator.contract.js';
import type { Indicator } from './indicator.js';
import { Macd } from './macd.js';
import { Sma } from './sma.js';

/** StockCharts ChartSchool, "Moving Averages - Simple and Exponential", the spreadsheet example: closes of Intel, SMA(10) and EMA(10) from the tenth on. */
const INTEL = [
  22.2734, 22.194, 22.0847, 22.1741, 22.184, 22.1344, 22.2337, 22.4323, 22.2436, 22.2933, 22.1542, 22.3926, 22.3816, 22.6109, 23.3558, 24.0519, 23.753, 23.8324, 23.9516, 23.6338,
];
const SIMPLE = [22.22, 22.21, 22.23, 22.26, 22.31, 22.42, 22.61, 22.77, 22.91, 23.08, 23.21];
const EXPONENTIAL = [22.22, 22.21, 22.24, 22.27, 22.33, 22.52, 22.8, 22.97, 23.13, 23.28, 23.34];

function expectPublished(indicator: Indicator<number, number>, published: readonly number[]): void {
  const values = INTEL.map((close) => indicator.next(close)).filter((value) => value !== undefined);
  expect(values).to.have.length(published.length);
  values.forEach((value, index) => expect(value).to.be.closeTo(published[index]!, 0.006));
}

describe('SMA', () => {
  keepsTheContract(() => new Sma(10), closes);
  it('equals the published example', () => expectPublished(new Sma(10), SIMPLE));

  it('does not drift: huge values leave no trace once they have left the window', () => {
    const sma = new Sma(2);
    [1e16, 1e16, 0.1, 0.3].forEach((value) => sma.next(value));
    expect(sma.value).to.equal(0.2);
  });
});

describe('EMA', () => {
  keepsTheContract(() => new Ema(10), closes);
  it('equals the published example', () => expectPublished(new Ema(10), EXPONENTIAL));
});

describe('MACD', () => {
  keepsTheContract(() => new Macd(5, 9, 4), closes);

  it('equals the arithmetic', () => {
    const macd = new Macd(1, 2, 2);
    // slow: (10 + 12) / 2 = 11, then 11 + 2/3 × (14 − 11) = 13; macd 1 and 1, their mean 1
    expect([10, 12, 14].map((close) => macd.next(close)).at(-1)).to.deep.equal({ macd: 1, signal: 1, histogram: 0 });
    // slow stays 13: macd 0, signal 1 + 2/3 × (0 − 1) = 1/3
    const { signal, histogram } = macd.next(13)!;
    expect(signal).to.be.closeTo(1 / 3, 1e-12);
    expect(histogram).to.be.closeTo(-1 / 3, 1e-12);
  });

  it('refuses a fast average that is not faster', () => expect(() => new Macd(26, 12)).to.throw(RangeError, 'fast 26 must be shorter than slow 12'));
});
