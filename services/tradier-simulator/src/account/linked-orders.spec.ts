import { expect } from 'chai';
import { price } from '@sofi/domain';
import type { LinkedTicket, Ticket } from './broker-order.js';
import { AAPL, HandMarket, limit, market, stop } from './hand-market.js';

const linked = (kind: LinkedTicket['class'], ...orders: Ticket[]): LinkedTicket => ({ class: kind, orders, tag: 'bracket' });
const bracket = linked('otoco', limit('buy', 10, 99), limit('sell', 10, 105), stop('sell', 10, 95));

describe('Linked orders', () => {
  it('of a bracket wait for the entry, and the target cancels the stop 150 ms after it was filled', () => {
    const hands = new HandMarket();
    const parent = hands.place(bracket);
    const [entry, target, guard] = [parent + 1, parent + 2, parent + 3];
    expect(hands.status(parent, entry, target, guard)).to.equal('open open pending pending');
    hands.trade(98);
    expect(hands.status(parent, entry, target, guard)).to.equal('open filled open open');
    hands.trade(106);
    const filled = hands.time;
    expect(hands.status(parent, target, guard)).to.equal('filled filled open');
    hands.until(filled + 149);
    expect(hands.status(guard)).to.equal('open');
    hands.until(filled + 10_000);
    expect(hands.order(guard)).to.include({ status: 'canceled', changed: filled + 150, filledQuantity: 0 });
    expect(hands.brokerage.account.holdings.quantityOf(AAPL)).to.equal(0);
    // bought at 98.01 (the ask), sold at 105.99 (the bid): 10 × 7.98
    expect(hands.brokerage.account.holdings.cash - 100_000e6).to.equal(79_800_000);
  });

  it('tell a leg by its parent and give it the next id', () => {
    const hands = new HandMarket();
    const parent = hands.place(bracket);
    expect(hands.brokerage.legsOf(parent).map(({ id, parentId }) => [id, parentId])).to.deep.equal([1, 2, 3].map((at) => [parent + at, parent]));
    expect(hands.place(market('buy', 1))).to.equal(parent + 4);
  });

  it('never fill both of a pair, also where one event reaches both', () => {
    const hands = new HandMarket();
    hands.filled(market('buy', 10));
    // the stop is triggered at 94; the next bid, 105.99, is good for the target and for the triggered stop alike
    const parent = hands.place(linked('oco', limit('sell', 10, 105), stop('sell', 10, 95)));
    hands.trade(94);
    hands.trade(106);
    hands.until(hands.time + 1000);
    expect([hands.status(parent + 1), hands.status(parent + 2)].toSorted()).to.deep.equal(['canceled', 'filled']);
    expect(hands.brokerage.account.holdings.quantityOf(AAPL)).to.equal(0);
  });

  it('share the position that either of them would close', () => {
    const hands = new HandMarket();
    hands.filled(market('buy', 10));
    const parent = hands.place(linked('oco', limit('sell', 10, 105), stop('sell', 10, 95)));
    expect(hands.status(parent, parent + 1, parent + 2)).to.equal('open open open');
    expect(hands.order(hands.place(limit('sell', 1, 104)))).to.include({ status: 'rejected' });
    hands.filled(market('buy', 5));
    expect(hands.status(hands.place(limit('sell', 5, 104))), '15 held, and the pair can sell 10 of them, not 20').to.equal('open');
  });

  it('end with their parent, and with the order that they wait for', () => {
    const hands = new HandMarket();
    const whole = hands.place(bracket);
    hands.brokerage.cancel(whole, hands.time);
    expect(hands.status(whole, whole + 1, whole + 2, whole + 3)).to.equal('canceled canceled canceled canceled');
    const second = hands.place(bracket);
    hands.brokerage.cancel(second + 1, hands.time);
    expect(hands.status(second, second + 1, second + 2, second + 3)).to.equal('canceled canceled canceled canceled');
    const unfilled = hands.place(bracket);
    hands.until(hands.calendar.at(hands.time)!.close);
    expect(hands.status(unfilled, unfilled + 1, unfilled + 2)).to.equal('expired expired canceled');
  });

  it('can be cancelled and changed one by one', () => {
    const hands = new HandMarket();
    const parent = hands.filled(bracket, 98);
    hands.brokerage.amend(parent + 2, { terms: { type: 'limit', limitPrice: price(101) }, duration: 'day' }, hands.time);
    hands.brokerage.cancel(parent + 3, hands.time);
    expect(hands.status(parent, parent + 2, parent + 3)).to.equal('open open canceled');
    hands.trade(102);
    expect(hands.status(parent, parent + 2)).to.equal('filled filled');
  });

  it('can be changed while they wait, and come to work as changed', () => {
    const hands = new HandMarket();
    const parent = hands.place(linked('oto', limit('buy', 10, 99), limit('sell', 10, 120)));
    hands.brokerage.amend(parent + 2, { terms: { type: 'limit', limitPrice: price(101) }, duration: 'day' }, hands.time);
    hands.trade(110);
    expect(hands.status(parent + 2), 'above its limit, but not there yet').to.equal('pending');
    hands.trade(98);
    hands.trade(102);
    expect(hands.status(parent, parent + 1, parent + 2)).to.equal('filled filled filled');
  });

  it('are rejected as one where the first can not be', () => {
    const hands = new HandMarket();
    const parent = hands.place(linked('otoco', limit('buy', 10_000, 99), limit('sell', 10_000, 105), stop('sell', 10_000, 95)));
    expect(hands.status(parent, parent + 1, parent + 2, parent + 3)).to.equal('rejected rejected rejected rejected');
    expect(hands.order(parent).reason).to.match(/buying power/);
  });
});
