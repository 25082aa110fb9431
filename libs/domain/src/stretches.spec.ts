import { expect } from 'chai';
import * as fc from 'fast-check';
import { joined, without } from './stretches.js';

const stretch = fc.tuple(fc.nat(40), fc.nat(12)).map(([from, length]) => ({ from, to: from + length }));
const many = fc.array(stretch, { maxLength: 8 });
const instants = (of: readonly { from: number; to: number }[]) => new Set(of.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, at) => from + at)));

describe('stretches of time', () => {
  it('that touch or overlap are one; an empty one is none', () => {
    const given = [
      { from: 5, to: 7 },
      { from: 0, to: 2 },
      { from: 2, to: 3 },
      { from: 6, to: 6 },
      { from: 4, to: 6 },
    ];
    expect(joined(given)).to.deep.equal([
      { from: 0, to: 3 },
      { from: 4, to: 7 },
    ]);
  });

  it('joined are the same time, apart from each other and in order', () => {
    fc.assert(
      fc.property(many, (given) => {
        const all = joined(given);
        expect(instants(all)).to.deep.equal(instants(given));
        for (const [at, { from, to }] of all.entries()) {
          expect(from).to.be.below(to);
          if (at > 0) expect(from).to.be.above(all[at - 1]!.to);
        }
      }),
    );
  });

  it('left over are the instants of the whole that no other has', () => {
    fc.assert(
      fc.property(stretch, many, (whole, others) => {
        const taken = instants(others);
        expect([...instants(without(whole, others))]).to.deep.equal([...instants([whole])].filter((instant) => !taken.has(instant)));
      }),
    );
  });
});
