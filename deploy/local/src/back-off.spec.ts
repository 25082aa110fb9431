import { expect } from 'chai';
import { backOff, CALM_MS, countCrash } from './back-off.js';

describe('back-off', () => {
  it('restarts at once after the first crash, then doubles, and never waits longer than 15 s', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 100].map(backOff)).to.deep.equal([250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  });

  it('forgets earlier crashes after a minute of good health', () => {
    expect(countCrash(6, CALM_MS - 1)).to.equal(7);
    expect(countCrash(6, CALM_MS)).to.equal(1);
  });
});
