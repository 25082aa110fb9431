import { expect } from 'chai';
import { Adx } from './adx.js';
import { Atr } from './atr.js';
import { Bollinger } from './bollinger.js';
import { cci, stochastic, williamsR } from './catalogue.js';
import { closes, keepsTheContract, walk } from './indicator.contract.js';
import type { Candle } from './indicator.js';
import { Obv } from './obv.js';

const candle = (high: number, low: number, close: number, volume = 0): Candle => ({ high, low, close, volume });

describe('Bollinger Bands', () => {
  keepsTheContract(() => new Bollinger(), closes);

  it('equal the textbook example of a standard deviation', () => {
    const bands = new Bollinger(8, 2);
    // mean 5, squared deviations 9 1 1 1 0 0 4 16: variance 32 / 8, deviation 2
    expect([2, 4, 4, 4, 5, 5, 7, 9].map((close) => bands.next(close)).at(-1)).to.deep.equal({ middle: 5, upper: 9, lower: 1 });
  });
});

describe('ATR', () => {
  keepsTheContract(() => new Atr(), walk);

  it('equals the arithmetic', () => {
    const atr = new Atr(2);
    // ranges: 2; the jump from 10 to 14 makes 4; 2. Mean (2 + 4) / 2 = 3, then (3 × 1 + 2) / 2 = 2.5
    const values = [candle(10, 8, 9), candle(11, 9, 10), candle(14, 12, 13), candle(13, 11, 12)].map((one) => atr.next(one));
    expect(values).to.deep.equal([undefined, undefined, 3, 2.5]);
  });
});

describe('ADX', () => {
  keepsTheContract(() => new Adx(), walk);

  it('is 100 in a straight rise', () => {
    const adx = new Adx(3);
    // each bar a dollar up: movement 1 of a true range of 1.5 (high less the close before)
    const values = Array.from({ length: 6 }, (_, index) => adx.next(candle(index + 0.5, index - 0.5, index)));
    expect(values.at(-1)!.adx).to.equal(100);
    expect(values.at(-1)!.minus).to.equal(0);
    expect(values.at(-1)!.plus).to.be.closeTo(100 / 1.5, 1e-12);
  });

  it('is 0 where nothing moves', () => {
    const adx = new Adx(2);
    expect(Array.from({ length: 4 }, () => adx.next(candle(1, 1, 1))).at(-1)).to.deep.equal({ adx: 0, plus: 0, minus: 0 });
  });
});

describe('OBV', () => {
  keepsTheContract(() => new Obv(), walk);

  it('adds the volume of higher closes and takes that of lower ones', () => {
    const obv = new Obv();
    expect([candle(1, 1, 10, 100), candle(1, 1, 11, 30), candle(1, 1, 11, 70), candle(1, 1, 9, 50)].map((one) => obv.next(one))).to.deep.equal([0, 30, 30, -20]);
  });
});

describe('stochastic', () => {
  keepsTheContract(() => stochastic(), walk);

  it('says where the close lies in the range', () => {
    const indicator = stochastic(2, 2);
    // range 0 … 10: close 8 is 80, close 4 is 40; their mean 60
    expect([candle(10, 0, 5), candle(10, 0, 8), candle(10, 0, 4)].map((one) => indicator.next(one)).at(-1)).to.deep.equal({ k: 40, d: 60 });
  });
});

describe('CCI', () => {
  keepsTheContract(() => cci(), walk);

  it('equals the arithmetic', () => {
    const indicator = cci(3);
    // typical prices 1, 2, 3: mean 2, mean deviation 2/3, (3 − 2) / (0.015 × 2/3) = 100
    expect([1, 2, 3].map((price) => indicator.next(candle(price, price, price))).at(-1)).to.be.closeTo(100, 1e-9);
  });
});

describe('Williams %R', () => {
  keepsTheContract(() => williamsR(), walk);

  it('counts down from the top of the range', () => {
    const indicator = williamsR(2);
    expect([candle(10, 0, 5), candle(9, 1, 8)].map((one) => indicator.next(one)).at(-1)).to.be.closeTo(-20, 1e-9);
  });
});

describe('a market that does not move', () => {
  it('is in the middle of every scale', () => {
    const still = Array.from({ length: 30 }, () => candle(1, 1, 1));
    const last = [stochastic(), cci(), williamsR()].map((indicator) => still.map((one) => indicator.next(one)).at(-1));
    expect(last).to.deep.equal([{ k: 50, d: 50 }, 0, -50]);
  });
});
