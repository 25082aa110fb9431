import { expect } from 'chai';
import { z } from 'zod';
import { folded, oneOrMany } from './one-or-many.js';

const answer = z.object({ orders: oneOrMany('order', z.object({ id: z.number() })) });

describe('a list of Tradier', () => {
  const cases: [string, unknown, { id: number }[]][] = [
    ['of many is a list', { order: [{ id: 1 }, { id: 2 }] }, [{ id: 1 }, { id: 2 }]],
    ['of one is its element', { order: { id: 1 } }, [{ id: 1 }]],
    ['of none is null', null, []],
    ['of none is the text "null"', 'null', []],
    ['of none is null within its holder', { order: null }, []],
  ];
  for (const [name, orders, expected] of cases) {
    it(name, () => expect(answer.parse({ orders })).to.deep.equal({ orders: expected }));
  }

  for (const body of [{}, { orders: {} }, { orders: [] }, { orders: '' }, { orders: { order: 'x' } }, { orders: { order: { id: 'x' } } }]) {
    it(`is never empty for want of an answer: ${JSON.stringify(body)} is malformed`, () => expect(answer.safeParse(body).success).to.equal(false));
  }

  it('without a key is empty only where that is said to be possible', () => {
    const quotes = z.object({ quote: folded(z.string()) });
    expect(quotes.parse({})).to.deep.equal({ quote: [] });
    expect(quotes.parse({ quote: 'a' })).to.deep.equal({ quote: ['a'] });
  });
});
