import { expect } from 'chai';
import { median, quantile, rounded } from './figures.js';

describe('figures', () => {
  it('take the nearest rank: of 1 to 200, the 198th is the 99th percentile', () => {
    const shuffled = Array.from({ length: 200 }, (_, at) => ((at * 77) % 200) + 1);
    expect([0.5, 0.99, 1].map((share) => quantile(shuffled, share))).to.deep.equal([100, 198, 200]);
  });

  it('have a middle, and none of nothing', () => {
    expect(median([9, 1, 5])).to.equal(5);
    expect(median([])).to.be.NaN;
  });

  it('keep three digits', () => {
    expect([123_456, 1.23456, 0].map(rounded)).to.deep.equal([123_000, 1.23, 0]);
  });
});
