import { foldOrder, price, type OrderEvent, type OrderHappening, type OrderId, type Origin, type Side } from '@sofi/domain';
import { expect } from 'chai';
import { AAPL } from '../test/market-day.js';
import { afterAbsence } from './second-sending.js';

const ASKED = 1_000_000;
const strategy: Origin = { kind: 'strategy', strategyId: '7', intent: 'enter' };
const guard: Origin = { kind: 'guard', strategyId: '7', intent: 'stop-loss' };
const person: Origin = { kind: 'person', user: 'ann' };

/** An order whose sending had no clear outcome, so many times. */
function unknownOrder(side: Side, origin: Origin, sendings: number) {
  const order = { id: 'a' as OrderId, account: 'VA1', symbol: AAPL, side, quantity: 10, type: 'market', duration: 'day', origin } as const;
  const sending: OrderHappening[] = [{ type: 'submitted' }, { type: 'outcome_unknown', reason: 'time-out' }];
  const again: OrderHappening[] = [{ type: 'proven_absent', reason: 'no such tag' }, ...sending];
  const happenings: OrderHappening[] = [
    { type: 'approved', order, reason: '', referencePrice: price(100) },
    ...sending,
    ...Array.from({ length: sendings - 1 }, () => again).flat(),
  ];
  return foldOrder(happenings.map((happening, index): OrderEvent => ({ orderId: order.id, sequence: index + 1, time: ASKED, ...happening })));
}

describe('after the broker proved not to have an order', () => {
  const cases: [name: string, side: Side, origin: Origin, sendings: number, later: number, sendAgain: boolean][] = [
    ['an entry in a market that waited', 'buy', strategy, 1, 0, true],
    ['an entry 5 s later', 'buy', strategy, 1, 5_000, true],
    ['an entry more than 5 s later', 'buy', strategy, 1, 5_001, false],
    ['a short entry more than 5 s later', 'sell_short', strategy, 1, 5_001, false],
    ['a ticket in a market that waited', 'buy', person, 1, 0, true],
    ['a ticket more than 5 s later', 'buy', person, 1, 5_001, false],
    ['a ticket that closes, more than 5 s later', 'sell', person, 1, 5_001, false],
    ['an exit an hour later', 'sell', strategy, 1, 3_600_000, true],
    ['a stop an hour later', 'sell', guard, 1, 3_600_000, true],
    ['a stop of a short position an hour later', 'buy_to_cover', guard, 1, 3_600_000, true],
    ['an entry that was sent twice', 'buy', strategy, 2, 0, false],
    ['a stop that was sent twice', 'sell', guard, 2, 0, false],
  ];
  for (const [name, side, origin, sendings, later, sendAgain] of cases) {
    it(`${name} is ${sendAgain ? 'sent again' : 'left unsent'}`, () => {
      expect(afterAbsence(unknownOrder(side, origin, sendings), ASKED + later).sendAgain).to.equal(sendAgain);
    });
  }

  it('says in words why not', () => {
    expect(afterAbsence(unknownOrder('buy', strategy, 1), ASKED + 12_340).reason).to.equal('buy 10 AAPL was never sent; its moment has passed (asked for 12.3 s ago)');
  });
});
