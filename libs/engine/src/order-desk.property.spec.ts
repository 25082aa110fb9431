import { price, type BrokerOrderId, type OrderEvent, type OrderId, type OrderReport, type Placement } from '@sofi/domain';
import { expect } from 'chai';
import fc from 'fast-check';
import { desk, entry, eventsOf, exit, NOW, OPENING, report, ticket } from '../test/desk-scene.js';
import { AAPL, MSFT, trade } from '../test/market-day.js';
import type { DeskFact } from './order-desk-facts.js';
import type { OrderDesk } from './order-desk.js';

type Step = (on: OrderDesk, time: number) => DeskFact[];
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];
const PRICES = fc.integer({ min: 8_000, max: 12_000 }).map((cents) => cents / 100);
const name = fc.constantFrom(...NAMES);
const symbol = fc.constantFrom(AAPL, MSFT);
const book = fc.constantFrom('7', '8');

const requests = fc.oneof(
  fc.tuple(name, symbol, book, PRICES).map(([id, of, strategyId, at]) => entry(id, { symbol: of, strategyId, at, risk: { maxPositionsPerSymbol: 2, cooldownMinutes: 0 } })),
  fc.tuple(name, symbol, book).map(([id, of, strategyId]) => exit(id, { symbol: of, strategyId })),
  fc
    .tuple(name, fc.constantFrom('buy', 'sell', 'sell_short', 'buy_to_cover'), fc.integer({ min: 1, max: 50 }), symbol)
    .map(([id, side, quantity, of]) => ticket(id, side, quantity, { symbol: of })),
);
const placements: fc.Arbitrary<(id: OrderId) => Placement> = fc.constantFrom<(id: OrderId) => Placement>(
  (id) => ({ outcome: 'accepted', brokerOrderId: `b-${id}` as BrokerOrderId }),
  () => ({ outcome: 'rejected', reason: 'no' }),
  () => ({ outcome: 'unknown', reason: 'time-out' }),
);
const reports = fc.record({
  status: fc.constantFrom<OrderReport['status']>('pending', 'working', 'filled', 'cancelled', 'rejected', 'expired'),
  part: fc.integer({ min: 0, max: 4 }),
  at: PRICES,
  last: PRICES,
});

/** Picks an order that exists, guards' ones included. */
const anyOrder = fc.nat({ max: 30 });
const pick = (on: OrderDesk, index: number) => on.orders()[index % Math.max(1, on.orders().length)];

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: requests.map(
      (request): Step =>
        (on, time) =>
          on.request(request, time),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(anyOrder, placements).map(
      ([index, placement]): Step =>
        (on, time) =>
          ((view) => (view ? on.placed(view.order.id, placement(view.order.id), time) : []))(pick(on, index)),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(anyOrder, reports).map(([index, { status, part, at, last }]): Step => (on, time) => {
      const view = pick(on, index);
      if (!view) return [];
      const filledQuantity = status === 'filled' ? view.order.quantity : Math.floor((view.order.quantity * part) / 4);
      return on.report(report(`b-${view.order.id}`, { orderId: view.order.id, status, filledQuantity, averageFillPrice: price(at), lastFillPrice: price(last), time }), time);
    }),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(PRICES, symbol).map(
      ([at, of]): Step =>
        (on, time) =>
          on.trade(trade(at, time, { symbol: of })),
    ),
  },
  {
    weight: 1,
    arbitrary: anyOrder.map(
      (index): Step =>
        (on, time) =>
          ((view) => (view && view.brokerOrderId ? on.cancel(view.order.id, 'by hand', time) : []))(pick(on, index)),
    ),
  },
  {
    weight: 1,
    arbitrary: anyOrder.map(
      (index): Step =>
        (on, time) =>
          ((view) => (view ? on.absent(view.order.id, 'no such tag', time) : []))(pick(on, index)),
    ),
  },
);
const lives = fc.array(steps, { maxLength: 60 });

function live(on: OrderDesk, life: readonly Step[], each: (facts: DeskFact[], step: Step, time: number) => void = () => undefined, from: number = NOW): DeskFact[] {
  on.mark(AAPL, price(100), from);
  on.mark(MSFT, price(100), from);
  return life.flatMap((step, index) => {
    const facts = step(on, from + index);
    each(facts, step, from + index);
    return facts;
  });
}

/** All that is folded from events; marks are not. */
function known(on: OrderDesk) {
  const { cash, realisedProfit, dayStartEquity } = on.figures();
  return { orders: on.orders(), positions: on.positions(), roundTrips: on.roundTrips(), cash, realisedProfit, dayStartEquity, unresolved: on.unresolved() };
}

describe('OrderDesk, whatever happens', () => {
  it('keeps the money together: cash + cost of what is open − realised profit is what it opened with', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const ours = desk();
        live(ours, life, () => {
          const cost = ours.positions().reduce((sum, position) => sum + position.costBasis, 0);
          const { cash, realisedProfit, equity, openProfit } = ours.figures();
          expect(cash + cost - realisedProfit).to.equal(OPENING.cash);
          expect(equity).to.equal(OPENING.cash + realisedProfit + openProfit);
        });
      }),
    );
  });

  it('places each order once, and once more at most: after its absence was proven', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const facts = live(desk(), life);
        const count = new Map<OrderId, { placed: number; absent: number }>();
        for (const fact of facts) {
          const id = fact.kind === 'event' ? fact.event.orderId : fact.kind === 'place' ? fact.order.id : fact.orderId;
          const known = count.get(id) ?? { placed: 0, absent: 0 };
          if (fact.kind === 'place') known.placed += 1;
          if (fact.kind === 'event' && fact.event.type === 'proven_absent') known.absent += 1;
          count.set(id, known);
          expect(known.placed).to.be.at.most(Math.min(2, known.absent + 1));
        }
      }),
    );
  });

  it('numbers the events of an order without a gap', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const last = new Map<OrderId, number>();
        for (const { orderId, sequence } of eventsOf(live(desk(), life))) {
          expect(sequence).to.equal((last.get(orderId) ?? 0) + 1);
          last.set(orderId, sequence);
        }
      }),
    );
  });

  it('is the same after its events were given to a new desk, at once or in two pieces', () => {
    fc.assert(
      fc.property(lives, fc.double({ min: 0, max: 1, noNaN: true }), (life, share) => {
        const ours = desk();
        const events = eventsOf(live(ours, life));
        const cut = Math.floor(events.length * share);
        const atOnce = desk();
        atOnce.restore(events);
        const inPieces = desk();
        inPieces.restore(events.slice(0, cut));
        inPieces.restore(events.slice(cut));
        expect(known(atOnce)).to.deep.equal(known(ours));
        expect(known(inPieces)).to.deep.equal(known(ours));
      }),
    );
  });

  it('goes on after a restart as if there had been none', () => {
    fc.assert(
      fc.property(lives, lives, (before, after) => {
        const ours = desk();
        const restored = desk();
        restored.restore(eventsOf(live(ours, before)));
        const later = NOW + 1_000;
        expect(live(restored, after, undefined, later)).to.deep.equal(live(ours, after, undefined, later));
      }),
    );
  });

  it('takes everything that it is told twice for told once', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const ours = desk();
        const events: OrderEvent[] = [];
        live(ours, life, (facts, step, time) => {
          events.push(...eventsOf(facts));
          expect(eventsOf(step(ours, time)), 'the same step again').to.deep.equal([]);
        });
        const restored = desk();
        restored.restore(events.flatMap((event) => [event, event]));
        expect(known(restored)).to.deep.equal(known(ours));
      }),
    );
  });
});
