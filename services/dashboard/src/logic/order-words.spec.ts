import { expect } from 'chai';
import { eventWords, matchesFilter, originWords, stateWords, termsWords } from './order-words.js';

describe('an order in words', () => {
  it('keeps our refusal apart from the rejection of the broker', () => {
    expect(stateWords('refused').label).to.contain('risk gate');
    expect(stateWords('rejected').label).to.contain('broker');
  });
  it('offers a cancel only where the broker works the order', () => {
    const states = ['approved', 'submitting', 'accepted', 'partially_filled', 'cancelling', 'filled', 'unknown'];
    expect(states.filter((state) => stateWords(state).cancellable)).to.deep.equal(['accepted', 'partially_filled']);
  });
  it('says the terms with their prices', () => {
    expect(termsWords({ type: 'market' })).to.equal('Market');
    expect(termsWords({ type: 'limit', limitPrice: 10 })).to.equal('Limit $10.00');
    expect(termsWords({ type: 'stop_limit', stopPrice: 9.5, limitPrice: 9.4 })).to.equal('Stop $9.50 limit $9.40');
  });
  it('says who asked', () => {
    expect(originWords('person:admin')).to.equal('admin');
    expect(originWords('strategy:12 enter')).to.equal('strategy 12 · entry');
    expect(originWords('guard:12 stop-loss', () => 'Dip buyer')).to.equal('Dip buyer · stop-loss guard');
  });
  it('tells a fill with its price and an unknown outcome as a doubt', () => {
    const fill = { id: 'f', orderId: 'o', brokerOrderId: '1', account: 'A', book: 'manual', symbol: 'AAPL', side: 'buy', quantity: 100, price: 27.5, fees: 0, time: 1 } as const;
    expect(eventWords({ orderId: 'o', sequence: 4, time: 1, type: 'filled', fill, cumulativeQuantity: 100, complete: true }).title).to.equal('Filled: 100 at $27.50');
    expect(eventWords({ orderId: 'o', sequence: 3, time: 1, type: 'outcome_unknown', reason: 'no answer within 10 s' })).to.include({
      tone: 'doubt',
      detail: 'no answer within 10 s',
    });
  });
  it('sorts every state into one drawer of the blotter', () => {
    for (const state of ['approved', 'refused', 'submitting', 'unknown', 'accepted', 'partially_filled', 'cancelling', 'filled', 'cancelled', 'rejected', 'expired', 'not_sent']) {
      const drawers = (['working', 'filled', 'ended', 'refused'] as const).filter((filter) => matchesFilter(state, filter));
      expect(drawers, state).to.have.length(1);
    }
  });
});
