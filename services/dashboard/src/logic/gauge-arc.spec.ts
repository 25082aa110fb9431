import { expect } from 'chai';
import { arc, needle, zoneOf } from './gauge-arc.js';

describe('the gauge', () => {
  it('runs from the left end over the top to the right end', () => {
    expect(arc(0, 50, 80)).to.equal('M 20.00 100.00 A 80 80 0 0 1 100.00 20.00');
    expect(needle(100, 60, 80)).to.equal('M 160.00 100.00 L 180.00 100.00');
  });
  it('stays on its arc whatever it is given', () => expect(needle(150, 60, 80)).to.equal(needle(100, 60, 80)));
  it('has the zones of the parameters; on the threshold is not beyond it', () => {
    expect([19.9, 20, 80, 80.1].map((value) => zoneOf(value, 20, 80))).to.deep.equal(['oversold', 'neutral', 'neutral', 'overbought']);
  });
});
