import { cash, price, RuleError, type BrokerOrderId, type OrderId } from '@sofi/domain';
import { expect } from 'chai';
import { desk, entry, eventsOf, exit, fillPlaced, fillWhole, NOW, report, ticket, told } from '../test/desk-scene.js';
import { AAPL, CLOSE, MINUTE, MSFT, OPEN, trade, TUESDAY } from '../test/market-day.js';
import type { OrderDesk } from './order-desk.js';

const accept = (on: OrderDesk, id: string) => on.placed(id as OrderId, { outcome: 'accepted', brokerOrderId: `b-${id}` as BrokerOrderId }, NOW);

describe('OrderDesk', () => {
  let ours: OrderDesk;
  beforeEach(() => {
    ours = desk();
    ours.mark(AAPL, price(100), OPEN);
    ours.mark(MSFT, price(50), OPEN);
  });

  describe('sizing', () => {
    it('buys a tenth of the buying power, in whole shares', () => {
      // 2 × 100,000 × 10 % = 20,000; / 99 = 202.02
      expect(ours.check(entry('a', { at: 99 }), NOW)).to.include({ approved: true, rule: null, quantity: 202 });
    });

    it('leaves what working entries will cost out of the next one', () => {
      ours.request(entry('a'), NOW);
      // 200,000 − 200 × 100 = 180,000; 10 % = 18,000; / 50 = 360
      expect(ours.figures().buyingPower).to.equal(cash(180_000));
      expect(ours.check(entry('b', { symbol: MSFT, at: 50 }), NOW).quantity).to.equal(360);
    });

    it('counts what is held against the leverage', () => {
      fillWhole(ours, entry('a'), 100);
      ours.trade(trade(101, NOW));
      // equity 100,000 + 200 × 1 = 100,200; 2 × 100,200 − 200 × 101 = 180,200
      expect(ours.figures()).to.deep.equal({
        cash: cash(80_000),
        equity: cash(100_200),
        marketValue: cash(20_200),
        buyingPower: cash(180_200),
        openProfit: cash(200),
        realisedProfit: 0,
        dayStartEquity: cash(100_000),
      });
    });
  });

  describe('a request', () => {
    it('becomes an order that is stored as approved and submitted before it is placed', () => {
      expect(told(ours.request(entry('a'), NOW))).to.equal('approved submitted place');
      expect(ours.unresolved().map((view) => view.order.id)).to.deep.equal(['a']);
    });

    it('asked twice is asked once, refused or approved', () => {
      ours.request(entry('a'), NOW);
      ours.request(exit('b', { strategyId: '8' }), NOW);
      expect([...ours.request(entry('a'), NOW), ...ours.request(exit('b', { strategyId: '8' }), NOW)]).to.deep.equal([]);
    });

    it('can be checked without a trace', () => {
      ours.check(entry('a'), NOW);
      expect(ours.orders()).to.deep.equal([]);
    });
  });

  describe('the gate', () => {
    const refusals: [string, string, (on: OrderDesk) => ReturnType<typeof entry>, number?][] = [
      ['known-price', 'no price of the symbol', () => entry('x', { symbol: 'IBM' as typeof AAPL })],
      ['market-hours', 'a strategy after the close', () => entry('x'), CLOSE],
      ['extended-hours', 'a market order in the pre-market', () => ticket('x', 'buy', 1, { duration: 'pre' })],
      ['max-positions', 'one symbol too many', (on) => (fillWhole(on, entry('a'), 100), entry('x', { symbol: MSFT, at: 50, risk: { maxPositions: 1 } }))],
      ['max-positions', 'one that is only being opened', (on) => (on.request(entry('a'), NOW), entry('x', { symbol: MSFT, at: 50, risk: { maxPositions: 1 } }))],
      ['max-positions-per-symbol', 'a second entry in the symbol', (on) => (fillWhole(on, entry('a'), 100), entry('x'))],
      ['max-positions-per-symbol', 'a second one while the first is worked', (on) => (on.request(entry('a'), NOW), entry('x'))],
      ['cooldown', 'an entry 14 minutes after the exit', (on) => (fillWhole(on, entry('a'), 100), fillWhole(on, exit('b'), 100), entry('x')), NOW + 14 * MINUTE],
      // 200 × 15 = 3,000 is 3 % of 100,000
      ['daily-loss', 'a day that has lost 3 %', (on) => (fillWhole(on, entry('a'), 100), fillWhole(on, exit('b'), 85), entry('x', { symbol: MSFT, at: 50 }))],
      [
        'daily-loss',
        'a loss that is still open',
        (on) => (fillWhole(on, entry('a', { risk: { stopLossPct: 20 } }), 100), on.mark(AAPL, price(85), NOW), entry('x', { symbol: MSFT, at: 50 })),
      ],
      ['quantity', 'a size that buys no whole share', () => entry('x', { at: 20_001 })],
      ['buying-power', 'a ticket above the buying power', () => ticket('x', 'buy', 2_001)],
      ['opposite-side', 'a short sale while a book is long', (on) => (fillWhole(on, entry('a'), 100), ticket('x', 'sell_short', 1))],
      ['opposite-side', 'a short sale while a purchase is worked', (on) => (on.request(entry('a'), NOW), ticket('x', 'sell_short', 1))],
      ['opposite-side', 'a purchase while short', (on) => (fillWhole(on, ticket('a', 'sell_short', 10), 100), entry('x'))],
      ['position', 'a sale of what the book does not hold', (on) => (fillWhole(on, entry('a'), 100), ticket('x', 'sell', 1))],
      ['position', 'a sale beyond zero', (on) => (fillWhole(on, ticket('a', 'buy', 10), 100), ticket('x', 'sell', 11))],
      ['position', 'a sale of what is being sold already', (on) => (fillWhole(on, ticket('a', 'buy', 10), 100), on.request(ticket('b', 'sell', 6), NOW), ticket('x', 'sell', 5))],
      ['position', 'an exit while the exit is worked', (on) => (fillWhole(on, entry('a'), 100), on.request(exit('b'), NOW), exit('x'))],
      ['position', 'an exit from nothing', () => exit('x')],
      ['quantity', 'no shares at all', () => ticket('x', 'buy', 0)],
    ];
    for (const [rule, name, scene, time = NOW] of refusals) {
      it(`refuses ${name} (${rule})`, () => {
        const request = scene(ours);
        const verdict = ours.check(request, time);
        expect(verdict).to.include({ approved: false, rule });
        expect(verdict.reason).to.be.a('string').that.is.not.empty;
        expect(told(ours.request(request, time))).to.equal(`refused:${rule}`);
      });
    }

    it('refuses to open on prices that are in doubt, tells a person from a strategy, and lets everything be closed', () => {
      const doubtful = desk({ feed: { doubt: (symbol, time, asker) => (asker === 'strategy' ? `${symbol} is stale at ${time}` : undefined) } });
      doubtful.mark(AAPL, price(100), NOW);
      expect(doubtful.check(entry('x'), NOW)).to.deep.include({ approved: false, rule: 'feed', reason: `AAPL is stale at ${NOW}` });
      expect(doubtful.check(ticket('y', 'buy', 1), NOW).approved).to.equal(true);
      fillWhole(doubtful, ticket('z', 'buy', 10), 100);
      expect(doubtful.check(ticket('out', 'sell', 10), NOW).approved).to.equal(true);
    });

    const approvals: [string, (on: OrderDesk) => ReturnType<typeof entry>, number?][] = [
      ['a ticket after the close, which the broker queues', () => ticket('x', 'buy', 1), CLOSE + 1],
      ['an entry when the cooldown is over to the minute', (on) => (fillWhole(on, entry('a'), 100), fillWhole(on, exit('b'), 100), entry('x')), NOW + 15 * MINUTE],
      ['a second entry where two are allowed', (on) => (fillWhole(on, entry('a'), 100), entry('x', { risk: { maxPositionsPerSymbol: 2 } }))],
      ['an exit on a day that has lost too much', (on) => (fillWhole(on, entry('a', { risk: { stopLossPct: 20 } }), 100), on.mark(AAPL, price(80), NOW), exit('x'))],
      ['an exit after the close', (on) => (fillWhole(on, entry('a'), 100), exit('x')), CLOSE + 2_000],
      ['the rest of a sale', (on) => (fillWhole(on, ticket('a', 'buy', 10), 100), on.request(ticket('b', 'sell', 6), NOW), ticket('x', 'sell', 4))],
      ['a ticket at exactly the buying power', () => ticket('x', 'buy', 2_000)],
      ['another book in the same symbol', (on) => (fillWhole(on, entry('a'), 100), entry('x', { strategyId: '8' }))],
      ['a pre-market limit order', () => ticket('x', 'buy', 1, { duration: 'pre', terms: { type: 'limit', limitPrice: price(99) } })],
    ];
    for (const [name, scene, time = NOW] of approvals) {
      it(`lets ${name} pass`, () => expect(told(ours.request(scene(ours), time))).to.equal('approved submitted place'));
    }

    it('names value and limit in words', () => {
      expect(ours.check(ticket('x', 'buy', 2_001), NOW).reason).to.equal('2001 shares at $100.00 cost $200,100.00, the buying power is $200,000.00');
    });

    it('stays shut for the book after a daily loss until the next New York day, even if the loss is made good', () => {
      fillWhole(ours, entry('a', { risk: { stopLossPct: 20 } }), 100);
      ours.mark(AAPL, price(85), NOW);
      const refused = ours.request(entry('b', { symbol: MSFT, at: 50 }), NOW);
      ours.mark(AAPL, price(100), NOW + 1);
      expect(ours.check(entry('c', { symbol: MSFT, at: 50 }), NOW + 1).rule).to.equal('daily-loss');
      expect(ours.check(entry('d', { strategyId: '8', symbol: MSFT, at: 50 }), NOW + 1).rule).to.equal(null);
      const restored = desk();
      restored.restore(eventsOf(refused));
      restored.mark(MSFT, price(50), NOW);
      expect(restored.check(entry('c', { symbol: MSFT, at: 50 }), NOW + 1).rule).to.equal('daily-loss');
      ours.clock(TUESDAY.open);
      expect(ours.check(entry('e', { symbol: MSFT, at: 50 }), TUESDAY.open).rule).to.equal(null);
    });

    it('holds the limits of the account against tickets too', () => {
      const limited = desk({ limits: { maxOrderNotional: cash(5_000), maxDailyLossPct: 1 } });
      limited.mark(AAPL, price(100), OPEN);
      expect(limited.check(ticket('x', 'buy', 51), NOW).rule).to.equal('order-size');
      fillWhole(limited, ticket('a', 'buy', 50), 100);
      limited.mark(AAPL, price(80), NOW);
      // 50 × 20 = 1,000 is 1 % of 100,000
      expect(limited.check(ticket('y', 'buy', 1), NOW).rule).to.equal('account-daily-loss');
    });
  });

  describe('the broker answers', () => {
    it('is accepted once, however often it is said', () => {
      ours.request(entry('a'), NOW);
      expect([told(accept(ours, 'a')), told(accept(ours, 'a'))]).to.deep.equal(['accepted', '']);
      expect(ours.unresolved()).to.deep.equal([]);
    });

    it('keeps an unclear outcome open until it is found or proven absent', () => {
      ours.request(entry('a'), NOW);
      expect(told(ours.placed('a' as OrderId, { outcome: 'unknown', reason: 'time-out' }, NOW))).to.equal('outcome_unknown');
      expect(ours.unresolved()).to.have.length(1);
      expect(told(ours.report(report('9', { orderId: 'a' as OrderId }), NOW))).to.equal('accepted');
    });

    it('lets an order that never arrived end as not sent', () => {
      ours.request(entry('a'), NOW);
      ours.placed('a' as OrderId, { outcome: 'unknown', reason: 'time-out' }, NOW);
      expect(told(ours.absent('a' as OrderId, 'no such tag', NOW + 6_000))).to.equal('proven_absent');
      expect(ours.order('a' as OrderId)).to.include({ state: 'not_sent', reason: 'no such tag; buy 200 AAPL was never sent; its moment has passed (asked for 6.0 s ago)' });
      expect(ours.figures().buyingPower).to.equal(cash(200_000));
    });

    it('sends the same order once more where its moment is not over, and not a third time', () => {
      const id = 'a' as OrderId;
      const lost = () => ours.placed(id, { outcome: 'unknown', reason: 'time-out' }, NOW);
      const [, , first] = ours.request(entry('a'), NOW);
      lost();
      const again = ours.absent(id, 'no such tag', NOW);
      expect(told(again)).to.equal('proven_absent submitted place');
      expect(again[2]).to.deep.equal(first);
      // it is worked again: what it will cost is taken off, and a second word of its absence is old
      expect(ours.figures().buyingPower).to.equal(cash(180_000));
      expect(ours.absent(id, 'no such tag', NOW)).to.deep.equal([]);
      lost();
      expect(told(ours.absent(id, 'no such tag', NOW))).to.equal('proven_absent');
      expect(ours.order(id)?.state).to.equal('not_sent');
    });

    it('follows one order of the broker under a tag: a second one is not taken for it', () => {
      ours.request(ticket('a', 'buy', 10), NOW);
      accept(ours, 'a');
      expect(ours.report(report('other', { orderId: 'a' as OrderId, status: 'filled', filledQuantity: 10, averageFillPrice: price(100) }), NOW)).to.deep.equal([]);
    });

    it('tells an order’s events in time, whoever’s clock is behind', () => {
      ours.request(ticket('a', 'buy', 10), NOW);
      accept(ours, 'a');
      const [fact] = ours.report(report('b-a', { status: 'cancelled' }), NOW - 1_000);
      expect(fact).to.have.nested.property('event.time', NOW);
    });

    it('learns of acceptance and fill from one report, when the answer was lost', () => {
      ours.request(entry('a'), NOW);
      expect(
        told(ours.report(report('9', { orderId: 'a' as OrderId, status: 'filled', filledQuantity: 200, averageFillPrice: price(100), lastFillPrice: price(100) }), NOW)),
      ).to.equal('accepted filled');
    });

    it('leaves orders of somebody else alone', () => {
      expect(ours.report(report('77', { status: 'filled', filledQuantity: 5, averageFillPrice: price(1) }), NOW)).to.deep.equal([]);
    });

    it('ends with what was filled before the end', () => {
      ours.request(ticket('a', 'buy', 10), NOW);
      accept(ours, 'a');
      const cancelled = report('b-a', { status: 'cancelled', filledQuantity: 4, averageFillPrice: price(100), lastFillPrice: price(100), reason: 'by the exchange' });
      expect(told(ours.report(cancelled, NOW))).to.equal('filled cancelled');
      expect(ours.report(cancelled, NOW)).to.deep.equal([]);
      expect(ours.positions()[0]?.netQuantity).to.equal(4);
    });
  });

  describe('running totals of a report', () => {
    const prices = (...reports: [filled: number, average: number, last: number][]): number[] => {
      ours.request(ticket('a', 'buy', 10), NOW);
      accept(ours, 'a');
      const facts = reports.flatMap(([filledQuantity, average, last]) =>
        ours.report(report('b-a', { status: filledQuantity === 10 ? 'filled' : 'working', filledQuantity, averageFillPrice: price(average), lastFillPrice: price(last) }), NOW),
      );
      return eventsOf(facts).flatMap((event) => (event.type === 'filled' ? [event.fill.price / 1e6] : []));
    };

    it('are the whole at once', () => expect(prices([10, 100.5, 100.5])).to.deep.equal([100.5]));
    // 10 × 100.6 − 4 × 100 = 606; / 6 = 101
    it('give the price of the new part by difference', () => expect(prices([4, 100, 100], [10, 100.6, 0])).to.deep.equal([100, 101]));
    // two fills came since: 10 × 100.6 − 4 × 100 = 606, whatever the last one was
    it('believe the total and not the last price', () => expect(prices([4, 100, 100], [10, 100.6, 103])).to.deep.equal([100, 101]));
    // 3 × 33.34 + 7 × 33.33 = 333.33; the broker says 33.333 on average
    it('take the last price where it explains the average', () => expect(prices([3, 33.34, 33.34], [10, 33.333, 33.33])).to.deep.equal([33.34, 33.33]));
    it('wait for a price', () => expect(prices([10, 0, 0], [10, 100, 100])).to.deep.equal([100]));
    it('never go back', () => expect(prices([6, 100, 100], [4, 100, 100], [10, 100, 100])).to.deep.equal([100, 100]));
  });

  describe('stop and target', () => {
    beforeEach(() => fillWhole(ours, entry('a'), 100));

    const levels: [string, number, string][] = [
      ['above the stop', 98.01, ''],
      ['at the stop, 2 % below', 98, 'approved submitted place'],
      ['below the stop', 90, 'approved submitted place'],
      ['below the target', 104.99, ''],
      ['at the target, 5 % above', 105, 'approved submitted place'],
    ];
    for (const [name, at, facts] of levels) it(`${name}: ${facts || 'nothing'}`, () => expect(told(ours.trade(trade(at, NOW + 1)))).to.equal(facts));

    it('sells everything at the market, named by the position', () => {
      const [, , place] = ours.trade(trade(97, NOW + 1));
      expect(place).to.deep.include({ kind: 'place' });
      expect(place)
        .to.have.property('order')
        .that.deep.equals({
          id: `7-AAPL-${NOW}-stop`,
          account: 'VA1',
          symbol: AAPL,
          side: 'sell',
          quantity: 200,
          type: 'market',
          duration: 'day',
          origin: { kind: 'guard', strategyId: '7', intent: 'stop-loss' },
        });
    });

    it('sends one order, however often the level is crossed, and none while an exit is worked', () => {
      ours.trade(trade(97, NOW + 1));
      expect(ours.trade(trade(96, NOW + 2))).to.deep.equal([]);
      const other = desk();
      fillWhole(other, entry('a'), 100);
      other.request(exit('b'), NOW);
      expect(other.trade(trade(97, NOW + 1))).to.deep.equal([]);
    });

    it('does not look at trades outside regular hours', () => {
      expect(ours.trade(trade(90, NOW + 1, { session: 'extended' }))).to.deep.equal([]);
    });

    it('is silent once the position is closed, and remembers why it was', () => {
      fillPlaced(ours, ours.trade(trade(97, NOW + 1)), 96.9, NOW + 2);
      expect(ours.trade(trade(90, NOW + 3))).to.deep.equal([]);
      // 200 × (96.9 − 100)
      expect(ours.roundTrips()[0]).to.include({ exitReason: 'stop-loss', profit: cash(-620) });
    });

    it('asks again under the next name when the broker did not take it, a minute later', () => {
      const id = `7-AAPL-${NOW}-stop` as OrderId;
      ours.trade(trade(97, NOW + 1));
      ours.placed(id, { outcome: 'rejected', reason: 'halted' }, NOW + 1);
      expect(ours.trade(trade(97, NOW + 30_000))).to.deep.equal([]);
      const again = ours.trade(trade(97, NOW + 61_000));
      expect(told(again)).to.equal('approved submitted place');
      expect(eventsOf(again)[0]?.orderId).to.equal(`${id}-2`);
    });

    it('withdraws what is still on its way in, and sells what came in behind the first exit at once', () => {
      const other = desk();
      other.mark(AAPL, price(100), OPEN);
      const part = (filledQuantity: number) => report('b-a', { status: 'working', filledQuantity, averageFillPrice: price(100), lastFillPrice: price(100) });
      other.request(entry('a'), NOW);
      accept(other, 'a');
      other.report(part(50), NOW);
      const first = other.trade(trade(97, NOW + 1));
      expect(told(first)).to.equal('cancel_requested cancel approved submitted place');
      // 30 more arrive before the cancellation does
      other.report(part(80), NOW + 2);
      fillPlaced(other, first, 96, NOW + 3);
      const [, , second] = other.trade(trade(96, NOW + 4));
      expect(second)
        .to.have.property('order')
        .that.deep.includes({ id: `7-AAPL-${NOW}-stop-2`, quantity: 30 });
    });

    it('guards as before after a restart', () => {
      const restored = desk();
      restored.restore(ours.orders().flatMap((view) => view.events));
      expect(restored.trade(trade(98, NOW + 1))).to.deep.equal(ours.trade(trade(98, NOW + 1)));
    });
  });

  describe('a cancellation', () => {
    it('is asked once, of an order that the broker has', () => {
      ours.request(ticket('a', 'buy', 10), NOW);
      expect(() => ours.cancel('a' as OrderId, 'by hand', NOW)).to.throw(RuleError, 'submitting');
      accept(ours, 'a');
      expect(told(ours.cancel('a' as OrderId, 'by hand', NOW))).to.equal('cancel_requested cancel');
      expect(ours.cancel('a' as OrderId, 'by hand', NOW)).to.deep.equal([]);
      expect(told(ours.report(report('b-a', { status: 'cancelled' }), NOW))).to.equal('cancelled');
      expect(() => ours.cancel('z' as OrderId, 'by hand', NOW)).to.throw(RuleError, 'is not an order');
    });

    it('that failed leaves the order working', () => {
      ours.request(ticket('a', 'buy', 10), NOW);
      accept(ours, 'a');
      ours.cancel('a' as OrderId, 'by hand', NOW);
      ours.cancelFailed('a' as OrderId, 'too late', NOW);
      expect(ours.order('a' as OrderId)?.state).to.equal('accepted');
    });
  });

  it('takes over the stored start of its day, and keeps a halt that is newer than it', () => {
    const stored = ours.dayStart();
    fillWhole(ours, entry('a', { risk: { stopLossPct: 20 } }), 100);
    ours.mark(AAPL, price(85), NOW);
    ours.request(entry('b', { symbol: MSFT, at: 50 }), NOW);
    const restored = desk();
    restored.restore(
      ours.orders().flatMap((view) => view.events),
      { ...stored, equity: cash(99_000) },
    );
    expect(restored.dayStart()).to.deep.equal({ date: '2013-10-07', equity: cash(99_000), profits: {}, halted: ['7'] });
    restored.clock(TUESDAY.open);
    restored.restore([], stored);
    expect(restored.dayStart().date).to.equal('2013-10-08');
  });

  it('begins each New York day with the equity at its first sign of life', () => {
    fillWhole(ours, entry('a', { risk: { stopLossPct: 20 } }), 100);
    ours.trade(trade(101, CLOSE - 1));
    ours.trade(trade(95, TUESDAY.open));
    // 100,000 + 200 × 1, before the first trade of Tuesday
    expect(ours.figures().dayStartEquity).to.equal(cash(100_200));
  });
});
