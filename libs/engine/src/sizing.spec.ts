import { cash, price } from '@sofi/domain';
import { expect } from 'chai';
import { sharesFor } from './sizing.js';

describe('sharesFor', () => {
  // 100,000 × 10 % = 10,000; / 97 = 103.09
  it('rounds down to whole shares', () => expect(sharesFor(cash(100_000), 10, price(97))).to.equal(103));
  it('hits an exact number exactly', () => expect(sharesFor(cash(100_000), 10, price(100))).to.equal(100));
  it('takes fractions of a percent', () => expect(sharesFor(cash(100_000), 2.5, price(100))).to.equal(25));
  it('is nothing where a share costs more', () => expect(sharesFor(cash(1_000), 10, price(100.01))).to.equal(0));
  it('is nothing without buying power or price', () => expect([sharesFor(cash(0), 10, price(1)), sharesFor(cash(1_000), 10, price(0))]).to.deep.equal([0, 0]));
});
