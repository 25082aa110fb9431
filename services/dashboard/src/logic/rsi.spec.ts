import { expect } from 'chai';
import { rsiOf } from './rsi.js';

describe('RSI for the pane', () => {
  it('is what the StockCharts ChartSchool worksheet says (cs-rsi, 14 periods)', () => {
    const closes = [
      44.3389, 44.0902, 44.1497, 43.6124, 44.3278, 44.8264, 45.0955, 45.4245, 45.8433, 46.0826, 45.8931, 46.0328, 45.614, 46.282, 46.282, 46.0028, 46.0328, 46.4116, 46.2222,
      45.6439,
    ];
    const rsi = rsiOf(closes, 14);
    expect(rsi.slice(0, 14)).to.deep.equal(Array(14).fill(undefined));
    expect(rsi.slice(14).map((value) => value?.toFixed(2))).to.deep.equal(['70.53', '66.32', '66.55', '69.41', '66.36', '57.97']);
  });
  it('reads 100 when nothing ever fell, 0 when nothing ever rose, 50 when nothing moved', () => {
    expect([rsiOf([1, 2, 3], 2)[2], rsiOf([3, 2, 1], 2)[2], rsiOf([5, 5, 5], 2)[2]]).to.deep.equal([100, 0, 50]);
  });
});
