import { expect } from 'chai';
import fc from 'fast-check';
import { RuleError } from './errors.js';
import { cash, dollars, inDollars, movedByPercent, notional, price } from './price.js';

describe('prices and cash', () => {
  it('are whole millionths of a dollar, rounded once, half away from zero', () => {
    expect(price(13.945)).to.equal(13_945_000);
    expect(price(0.1 + 0.2)).to.equal(300_000);
    expect(cash(-0.000_000_5)).to.equal(-1);
    expect(Object.is(cash(-0.000_000_1), 0)).to.equal(true);
  });

  it('come back from the wire as they went', () => {
    fc.assert(fc.property(fc.integer({ min: -9_000_000_000_000, max: 9_000_000_000_000 }), (micros) => cash(dollars(micros as never)) === micros));
  });

  it('refuse what is no amount, and name it', () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, 1e10]) expect(() => price(bad), String(bad)).to.throw(RuleError, /price/);
    expect(() => notional(10_000_000, price(1_000))).to.throw(RuleError, /too large/);
  });

  it('multiply without rounding: 43 shares at 230.39 cost 9,906.77', () => {
    expect(dollars(notional(43, price(230.39)))).to.equal(9906.77);
  });

  it('move by a percentage to the nearest cent', () => {
    // 230.39 × 0.98 = 225.7822; 230.39 × 1.05 = 241.9095
    expect(dollars(movedByPercent(price(230.39), -2))).to.equal(225.78);
    expect(dollars(movedByPercent(price(230.39), 5))).to.equal(241.91);
  });

  it('are told to people in cents', () => {
    expect(inDollars(cash(176_999_823))).to.equal('$176,999,823.00');
    expect(inDollars(cash(-12.505))).to.equal('-$12.51');
  });
});
