import { expect } from 'chai';
import { bodyOf, draftErrors, estimatedTotal, type TicketDraft } from './ticket-draft.js';

const draft: TicketDraft = { symbol: 'AAPL', side: 'buy', quantity: '10', type: 'market', limitPrice: '', stopPrice: '', duration: 'day' };
const book = { bid: 99, ask: 101, last: 100 };

describe('a ticket', () => {
  it('needs whole shares', () => {
    for (const quantity of ['', '0', '-5', '1.5', 'ten']) expect(draftErrors({ ...draft, quantity }), quantity).to.have.property('quantity');
    expect(draftErrors(draft)).to.deep.equal({});
  });
  it('needs the prices of its type and no other', () => {
    expect(Object.keys(draftErrors({ ...draft, type: 'stop_limit' }))).to.deep.equal(['limitPrice', 'stopPrice']);
    expect(draftErrors({ ...draft, type: 'limit', limitPrice: '5' })).to.deep.equal({});
  });
  it('leaves behind a price that was typed before the type changed', () => {
    expect(bodyOf({ ...draft, limitPrice: '90' })).to.deep.equal({ symbol: 'AAPL', side: 'buy', quantity: 10, type: 'market', duration: 'day' });
  });
  it('estimates at the side of the book that it would meet, or at its own price', () => {
    expect(estimatedTotal(draft, book)).to.equal(1010);
    expect(estimatedTotal({ ...draft, side: 'sell' }, book)).to.equal(990);
    expect(estimatedTotal({ ...draft, type: 'limit', limitPrice: '95' }, book)).to.equal(950);
    expect(estimatedTotal(draft, { bid: null, ask: null, last: null }), 'unknown stays unknown').to.equal(undefined);
  });
});
