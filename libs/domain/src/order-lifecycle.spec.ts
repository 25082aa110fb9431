import { expect } from 'chai';
import fc from 'fast-check';
import { InvariantError } from './errors.js';
import type { Fill } from './fill.js';
import { ORDER_STATES, type OrderEvent, type OrderHappening, type OrderState } from './order-events.js';
import { foldOrder, isFinished, mayHappen, nextView } from './order-lifecycle.js';
import type { BrokerOrderId, Order, OrderId } from './order.js';
import { price, type Cash } from './price.js';
import { equitySymbol } from './symbol.js';

const ORDER: Order = {
  id: '7-AAPL-1-enter' as OrderId,
  account: 'VA1',
  symbol: equitySymbol('AAPL'),
  side: 'buy',
  quantity: 10,
  type: 'market',
  duration: 'day',
  origin: { kind: 'strategy', strategyId: '7', intent: 'enter' },
};
const approved: OrderHappening = { type: 'approved', order: ORDER, reason: 'oversold', referencePrice: price(100) };
const submitted: OrderHappening = { type: 'submitted' };
const accepted: OrderHappening = { type: 'accepted', brokerOrderId: '11' as BrokerOrderId };
const cancelRequested: OrderHappening = { type: 'cancel_requested', reason: 'by hand' };
const cancelFailed: OrderHappening = { type: 'cancel_failed', reason: 'too late' };
const because = (type: 'cancelled' | 'rejected' | 'expired' | 'outcome_unknown' | 'proven_absent'): OrderHappening => ({ type, reason: type });
const filled = (quantity: number, at: number, cumulativeQuantity: number): OrderHappening => ({
  type: 'filled',
  fill: fill(quantity, at, cumulativeQuantity),
  cumulativeQuantity,
  complete: cumulativeQuantity >= ORDER.quantity,
});

function fill(quantity: number, at: number, cumulative: number): Fill {
  const { id: orderId, account, symbol, side } = ORDER;
  return { id: `${orderId}-${cumulative}`, orderId, brokerOrderId: '11' as BrokerOrderId, account, book: '7', symbol, side, quantity, price: price(at), fees: 0 as Cash, time: 5 };
}

function numbered(happenings: readonly OrderHappening[]): OrderEvent[] {
  return happenings.map((happening, index) => ({ orderId: ORDER.id, sequence: index + 1, time: 1_000 + index, ...happening }));
}
const stateAfter = (...happenings: OrderHappening[]): OrderState => foldOrder(numbered(happenings)).state;

describe('the life of an order', () => {
  const lives: [string, OrderHappening[], OrderState][] = [
    ['refused by the gate', [{ type: 'refused', order: ORDER, rule: 'cooldown', reason: 'too soon' }], 'refused'],
    ['approved, not yet sent', [approved], 'approved'],
    ['sent is not accepted', [approved, submitted], 'submitting'],
    ['accepted is not filled', [approved, submitted, accepted], 'accepted'],
    ['filled in two parts', [approved, submitted, accepted, filled(4, 100, 4), filled(6, 101, 10)], 'filled'],
    ['half filled', [approved, submitted, accepted, filled(4, 100, 4)], 'partially_filled'],
    ['rejected by the broker', [approved, submitted, because('rejected')], 'rejected'],
    ['unclear, then found', [approved, submitted, because('outcome_unknown'), accepted], 'accepted'],
    ['unclear, then proven absent', [approved, submitted, because('outcome_unknown'), because('proven_absent')], 'not_sent'],
    ['proven absent, then sent again', [approved, submitted, because('outcome_unknown'), because('proven_absent'), submitted], 'submitting'],
    ['proven absent, then shown by the broker all the same', [approved, submitted, because('outcome_unknown'), because('proven_absent'), accepted], 'accepted'],
    ['cancelled', [approved, submitted, accepted, cancelRequested, because('cancelled')], 'cancelled'],
    ['filled while cancelling', [approved, submitted, accepted, cancelRequested, filled(10, 100, 10)], 'filled'],
    ['part filled while cancelling', [approved, submitted, accepted, cancelRequested, filled(4, 100, 4)], 'cancelling'],
    ['cancel failed before a fill', [approved, submitted, accepted, cancelRequested, cancelFailed], 'accepted'],
    ['cancel failed after a fill', [approved, submitted, accepted, filled(4, 100, 4), cancelRequested, cancelFailed], 'partially_filled'],
    ['a fill that arrives after the cancellation', [approved, submitted, accepted, because('cancelled'), filled(4, 100, 4)], 'cancelled'],
    ['expired with a part filled', [approved, submitted, accepted, filled(4, 100, 4), because('expired')], 'expired'],
  ];
  for (const [name, happenings, state] of lives) it(`${name}: ${state}`, () => expect(stateAfter(...happenings)).to.equal(state));

  const impossible: [string, OrderHappening[]][] = [
    ['a fill of an order that was never accepted', [approved, submitted, filled(10, 100, 10)]],
    ['anything after a refusal', [{ type: 'refused', order: ORDER, rule: 'x', reason: 'x' }, submitted]],
    ['a second submission', [approved, submitted, submitted]],
    ['a cancellation of what is filled', [approved, submitted, accepted, filled(10, 100, 10), because('cancelled')]],
    ['a life that starts in the middle', [submitted]],
    ['a second approval', [approved, approved]],
  ];
  for (const [name, happenings] of impossible) it(`can not hold ${name}`, () => expect(() => stateAfter(...happenings)).to.throw(InvariantError));

  describe('in every state', () => {
    const REACHED: Record<OrderState, OrderHappening[]> = {
      approved: [approved],
      refused: [{ type: 'refused', order: ORDER, rule: 'cooldown', reason: 'too soon' }],
      submitting: [approved, submitted],
      unknown: [approved, submitted, because('outcome_unknown')],
      accepted: [approved, submitted, accepted],
      partially_filled: [approved, submitted, accepted, filled(4, 100, 4)],
      cancelling: [approved, submitted, accepted, cancelRequested],
      filled: [approved, submitted, accepted, filled(10, 100, 10)],
      cancelled: [approved, submitted, accepted, because('cancelled')],
      rejected: [approved, submitted, because('rejected')],
      expired: [approved, submitted, accepted, because('expired')],
      not_sent: [approved, submitted, because('outcome_unknown'), because('proven_absent')],
    };
    const HAPPENINGS: Record<string, OrderHappening> = {
      approved,
      submitted,
      accepted,
      outcome_unknown: because('outcome_unknown'),
      proven_absent: because('proven_absent'),
      'part filled': filled(5, 100, 9),
      filled: filled(10, 100, 10),
      cancel_requested: cancelRequested,
      cancel_failed: cancelFailed,
      cancelled: because('cancelled'),
      rejected: because('rejected'),
      expired: because('expired'),
    };
    const ends = 'cancelled → cancelled, rejected → rejected, expired → expired';
    const working = `part filled → partially_filled, filled → filled, cancel_requested → cancelling, ${ends}`;
    const POSSIBLE: Record<OrderState, string> = {
      approved: 'submitted → submitting, cancelled → cancelled',
      refused: '',
      submitting: 'accepted → accepted, outcome_unknown → unknown, rejected → rejected',
      unknown: 'accepted → accepted, proven_absent → not_sent, rejected → rejected',
      accepted: working,
      partially_filled: working,
      cancelling: `part filled → cancelling, filled → filled, cancel_failed → accepted, ${ends}`,
      filled: '',
      cancelled: 'part filled → cancelled, filled → filled',
      rejected: '',
      expired: 'part filled → expired, filled → filled',
      not_sent: 'submitted → submitting, accepted → accepted',
    };
    for (const state of ORDER_STATES) {
      it(`${state}: ${POSSIBLE[state] || 'nothing more'}`, () => {
        const possible = Object.entries(HAPPENINGS).flatMap(([name, happening]) => {
          const view = foldOrder(numbered(REACHED[state]));
          expect(view.state).to.equal(state);
          if (!mayHappen(view, happening)) return [];
          return [`${name} → ${stateAfter(...REACHED[state], happening)}`];
        });
        expect(possible.join(', ')).to.equal(POSSIBLE[state]);
      });
    }
  });

  it('adds up fills: 4 at 100 and 6 at 101 are 10 at 100.60', () => {
    const view = foldOrder(numbered([approved, submitted, accepted, filled(4, 100, 4), filled(6, 101, 10)]));
    // (4 × 100 + 6 × 101) / 10 = 1006 / 10
    expect(view).to.include({ filledQuantity: 10, averageFillPrice: price(100.6), brokerOrderId: '11', createdAt: 1_000, updatedAt: 1_004 });
  });

  it('takes an event that it has seen for nothing, and a missing one for a broken state', () => {
    const events = numbered([approved, submitted, accepted]);
    const view = foldOrder(events);
    expect(nextView(view, events[1]!)).to.equal(view);
    expect(() => foldOrder([events[0]!, events[2]!])).to.throw(InvariantError, 'follows event 1');
  });

  it('stays whole under any sequence of events that the table lets pass', () => {
    const happenings = [
      submitted,
      accepted,
      cancelRequested,
      cancelFailed,
      filled(1, 100, 1),
      filled(10, 100, 10),
      because('cancelled'),
      because('rejected'),
      because('expired'),
      because('outcome_unknown'),
      because('proven_absent'),
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...happenings), { maxLength: 40 }), (tried) => {
        let view = foldOrder(numbered([approved]));
        for (const happening of tried) {
          const event: OrderEvent = { orderId: ORDER.id, sequence: view.events.length + 1, time: 1, ...happening };
          if (!mayHappen(view, event)) {
            expect(() => nextView(view, event)).to.throw(InvariantError);
            continue;
          }
          const wasFinished = isFinished(view.state);
          view = nextView(view, event);
          // only a late fill, a late discovery or a second sending follows an end
          if (wasFinished) expect(['filled', 'accepted', 'submitted']).to.include(event.type);
        }
        expect(foldOrder(view.events)).to.deep.equal(view);
      }),
    );
  });
});
