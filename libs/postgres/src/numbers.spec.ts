import { expect } from 'chai';
import fc from 'fast-check';
import { cashOf, decimalOf } from './numbers.js';

describe('millionths as numeric(20,6)', () => {
  const cases: [number, string][] = [
    [0, '0.000000'],
    [1, '0.000001'],
    [-5, '-0.000005'],
    [190_123_456, '190.123456'],
    [-1_000_000, '-1.000000'],
    [Number.MAX_SAFE_INTEGER, '9007199254.740991'],
  ];
  for (const [micros, text] of cases) it(`${micros} is ${text}`, () => expect(decimalOf(micros)).to.equal(text));

  it('come back exactly', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), (micros) => cashOf(decimalOf(micros)) === micros));
  });
});
