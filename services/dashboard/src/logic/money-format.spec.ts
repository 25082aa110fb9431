import { expect } from 'chai';
import { compact, money, rate, shares, signedMoney, signedPercent, toneOf } from './money-format.js';

describe('numbers as people read them', () => {
  it('writes dollars with cents, and more decimals below a dollar', () => {
    expect([money(1234.5), money(5), money(0), money(-1234.5), money(0.1234), money(0.5)]).to.deep.equal(['$1,234.50', '$5.00', '$0.00', '−$1,234.50', '$0.1234', '$0.50']);
  });
  it('shows a dash for a number that nobody knows, never $0.00', () => {
    expect([money(null), money(undefined), signedMoney(null), signedPercent(null), rate(null), compact(null)]).to.deep.equal(Array(6).fill('–'));
  });
  it('gives a sign to gains and losses and none to zero', () => {
    expect([signedMoney(3.2), signedMoney(-0.15), signedMoney(0)]).to.deep.equal(['+$3.20', '−$0.15', '$0.00']);
    expect([signedPercent(1.254), signedPercent(-0.5), signedPercent(-0.001)]).to.deep.equal(['+1.25 %', '−0.50 %', '0.00 %']);
  });
  it('shortens volumes', () => {
    expect([compact(950), compact(1_000), compact(880_100), compact(12_400_000), compact(3_200_000_000)]).to.deep.equal(['950', '1.0K', '880.1K', '12.4M', '3.2B']);
  });
  it('writes rates and shares', () => {
    expect([rate(0.615), rate(1), shares(-1200)]).to.deep.equal(['61.5 %', '100.0 %', '−1,200']);
  });
  it('colours by sign', () => {
    expect([toneOf(1), toneOf(-1), toneOf(0), toneOf(null)]).to.deep.equal(['up', 'down', 'flat', 'flat']);
  });
});
