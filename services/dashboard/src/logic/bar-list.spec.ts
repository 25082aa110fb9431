import { expect } from 'chai';
import type { Bar } from '../wire.js';
import { withBar } from './bar-list.js';

const bar = (time: number, close: number, revision = 0): Bar => ({ time, open: 1, high: 2, low: 1, close, volume: 1, tradeCount: 1, vwap: 1, revision, quality: 'whole' });

describe('a list of bars', () => {
  const bars = [bar(60, 1), bar(120, 2)];
  it('grows at the end', () => expect(withBar(bars, bar(180, 3)).map((one) => one.time)).to.deep.equal([60, 120, 180]));
  it('replaces the forming bar', () => expect(withBar(bars, bar(120, 9)).map((one) => one.close)).to.deep.equal([1, 9]));
  it('puts a missed bar in its place', () => expect(withBar(bars, bar(90, 5)).map((one) => one.time)).to.deep.equal([60, 90, 120]));
  it('keeps a revision against an older word of the same bar', () => {
    const revised = withBar(bars, bar(60, 7, 1));
    expect(withBar(revised, bar(60, 1, 0))).to.equal(revised);
  });
});
