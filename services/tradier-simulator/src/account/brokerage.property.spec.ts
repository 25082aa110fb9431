import { expect } from 'chai';
import fc from 'fast-check';
import { cash, equitySymbol, price } from '@sofi/domain';
import type { AccountRules } from './account-rules.js';
import { isWorking, type AnyTicket, type BrokerOrder, type LinkedTicket, type Ticket } from './broker-order.js';
import { HandMarket, limit, market, stop } from './hand-market.js';
import { sign, worth, type Leg } from './instrument.js';
import { membersOf } from './linked-orders.js';
import { balances } from '../http/balances.js';
import { orderWire } from '../http/order-wire.js';
import type { Simulation } from '../simulation.js';

const OPENING = cash(30_000);
const OPTIONS = ['AAPL260320C00100000', 'AAPL260320P00100000', 'AAPL260302C00100000'];

const shareSide = fc.constantFrom('buy', 'sell', 'sell_short', 'buy_to_cover' as const);
const optionSide = fc.constantFrom('buy_to_open', 'sell_to_close', 'sell_to_open', 'buy_to_close' as const);
const level = fc.integer({ min: 90, max: 110 });
const shares = fc.integer({ min: 1, max: 200 });
const share: fc.Arbitrary<Ticket> = fc.oneof(
  fc.record({ side: shareSide, quantity: shares }).map(({ side, quantity }) => market(side, quantity)),
  fc.record({ side: shareSide, quantity: shares, at: level }).map(({ side, quantity, at }) => limit(side, quantity, at)),
  fc.record({ side: shareSide, quantity: shares, at: level }).map(({ side, quantity, at }) => stop(side, quantity, at)),
);
const option: fc.Arbitrary<Ticket> = fc
  .record({ side: optionSide, quantity: fc.integer({ min: 1, max: 5 }), optionSymbol: fc.constantFrom(...OPTIONS), premium: fc.option(fc.integer({ min: 1, max: 15 })) })
  .map(({ side, quantity, optionSymbol, premium }) => (premium === null ? market(side, quantity, { optionSymbol }) : limit(side, quantity, premium, { optionSymbol })));
const linked: fc.Arbitrary<LinkedTicket> = fc
  .record({ kind: fc.constantFrom('oto', 'oco', 'otoco' as const), quantity: shares, entry: level, target: level, guard: level })
  .map(({ kind, quantity, entry, target, guard }) => {
    const [first, pair] = [limit('buy', quantity, entry), [limit('sell', quantity, target), stop('sell', quantity, guard)]];
    const orders = kind === 'oco' ? pair : kind === 'oto' ? [first, pair[0]!] : [first, ...pair];
    return { class: kind, orders, tag: undefined };
  });
const spread: fc.Arbitrary<AnyTicket> = fc
  .record({ type: fc.constantFrom('market', 'debit', 'credit' as const), quantity: fc.integer({ min: 1, max: 3 }) })
  .map(({ type, quantity }) => {
    const legs: Leg[] = [
      { symbol: equitySymbol('AAPL'), optionSymbol: OPTIONS[0], side: 'buy_to_open', quantity },
      { symbol: equitySymbol('AAPL'), optionSymbol: OPTIONS[1], side: 'sell_to_open', quantity },
    ];
    return { class: 'multileg', symbol: equitySymbol('AAPL'), type, netPrice: type === 'market' ? undefined : price(2), duration: 'day', legs, tag: undefined };
  });

type Step = { readonly place: AnyTicket } | { readonly trade: number } | { readonly cancel: number } | { readonly wait: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.oneof(share, option, linked, spread).map((place) => ({ place })) },
  { weight: 6, arbitrary: fc.integer({ min: 8800, max: 11_200 }).map((cents) => ({ trade: cents / 100 })) },
  { weight: 1, arbitrary: fc.integer({ min: 1001, max: 1040 }).map((cancel) => ({ cancel })) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 30_000_000 }).map((wait) => ({ wait })) },
);
const STEPS = fc.array(step, { maxLength: 80, size: 'max' });
const rules: fc.Arbitrary<Partial<AccountRules>> = fc.record({
  kind: fc.constantFrom('margin', 'cash', 'pdt'),
  partialFills: fc.constantFrom(0, 0.5, 1),
  latency: fc.constantFrom(0, 700),
  washRule: fc.boolean(),
  seed: fc.nat(),
});

/** What was done, and the account after it. */
function played(steps: readonly Step[], under: Partial<AccountRules>, check: (hands: HandMarket) => void = () => {}): HandMarket {
  const hands = new HandMarket({ openingCash: OPENING, ...under });
  for (const each of steps) {
    if ('place' in each) hands.place(each.place);
    else if ('trade' in each) hands.trade(each.trade);
    else if ('cancel' in each) hands.brokerage.cancel(each.cancel, hands.time);
    else hands.until(hands.time + each.wait);
    check(hands);
  }
  return hands;
}

/** Every waiting in three parts, and the clock told after every trade. */
function withClock(steps: readonly Step[]): Step[] {
  return steps.flatMap((each): Step[] => {
    if ('trade' in each) return [each, { wait: 0 }];
    if (!('wait' in each)) return [each];
    const part = Math.floor(each.wait / 3);
    return [{ wait: part }, { wait: part }, { wait: each.wait - 2 * part }];
  });
}

const holds = (check: (hands: HandMarket) => void) => fc.assert(fc.property(STEPS, rules, (steps, under) => void played(steps, under, check)));

describe('Whatever is ordered and whatever happens', () => {
  it('money and securities come from deals alone, to the last millionth', () => {
    holds(({ brokerage: { account } }) => {
      const spent = account.deals.reduce((sum, { symbol, side, quantity, price: at }) => sum + worth(symbol, sign(side) * quantity, at), 0);
      expect(account.holdings.cash).to.equal(OPENING - spent);
      const held = new Map<string, number>();
      for (const { symbol, side, quantity } of account.deals) held.set(symbol, (held.get(symbol) ?? 0) + sign(side) * quantity);
      for (const [symbol, quantity] of held) expect(account.holdings.quantityOf(symbol)).to.equal(quantity);
    });
  });

  it('no order is filled beyond its quantity, and what is filled is what was dealt', () => {
    holds(({ brokerage }) => {
      const dealt = new Map<number, number>();
      for (const { orderId, quantity } of brokerage.account.deals) dealt.set(orderId, (dealt.get(orderId) ?? 0) + quantity);
      for (const order of brokerage.allOrders().filter(hasQuantity)) {
        expect(order.filledQuantity).to.equal(dealt.get(order.id) ?? 0);
        expect(order.filledQuantity).to.be.at.most(order.quantity);
        expect(order.status === 'filled').to.equal(order.filledQuantity === order.quantity);
        if (order.status === 'partially_filled') expect(order.filledQuantity).to.be.greaterThan(0);
        if (order.status === 'rejected') expect(order.filledQuantity).to.equal(0);
      }
    });
  });

  it('what is executed and what remains are told by status as Tradier tells them', () => {
    holds(({ brokerage, time }) => {
      const simulation = { brokerage, now: time, priceLag: 0 } as Simulation;
      for (const order of brokerage.allOrders().filter(({ kind }) => kind !== 'linked')) {
        const told = orderWire(order, simulation, false) as { status: string; quantity: number; exec_quantity: number; remaining_quantity: number };
        const left = told.status === 'canceled' || told.status === 'expired' ? 0 : told.quantity - told.exec_quantity;
        expect(told.remaining_quantity, told.status).to.equal(left);
      }
    });
  });

  it('of a pair at most one is filled, and none before its trigger', () => {
    holds(({ brokerage }) => {
      for (const parent of brokerage.allOrders()) {
        if (parent.kind !== 'linked') continue;
        const orders = brokerage.legsOf(parent.id).filter(hasQuantity);
        if (parent.class !== 'oto') expect(membersOf(parent.class, orders).filter(({ filledQuantity }) => filledQuantity > 0).length).to.be.at.most(1);
        if (parent.class !== 'oco' && orders[0]?.status !== 'filled') for (const waiting of orders.slice(1)) expect(waiting.filledQuantity).to.equal(0);
        if (!isWorking(parent)) expect(orders.filter((order) => order.status === 'open' && order.filledQuantity > 0)).to.deep.equal([]);
      }
    });
  });

  it('the equations of the balances hold, and no buying power is below nothing', () => {
    holds(({ brokerage, time }) => {
      const told = balances({ brokerage, now: time } as Simulation) as Record<string, number> & { margin?: Powers; pdt?: Powers; cash?: { cash_available: number } };
      const equals = (left: number | undefined, right: number | undefined) => expect(left).to.be.closeTo(right ?? Number.NaN, 1e-5);
      equals(told['total_equity'], told['total_cash']! + told['market_value']!);
      equals(told['long_market_value'], told['stock_long_value']! + told['option_long_value']!);
      equals(told['market_value'], told['long_market_value']! - told['short_market_value']!);
      const powers = told.margin ?? told.pdt;
      if (powers) {
        equals(powers.stock_buying_power, 2 * powers.option_buying_power);
        equals(powers.option_buying_power, Math.max(0, told['total_equity']! - told['option_long_value']! - told['current_requirement']!));
      } else expect(told.cash?.cash_available).to.be.at.least(0);
    });
  });

  it('a cash account owes nothing and no shares', () => {
    fc.assert(
      fc.property(STEPS, (steps) => {
        const { brokerage } = played(steps, { kind: 'cash' });
        for (const { quantity } of brokerage.account.holdings.all()) expect(quantity).to.be.greaterThan(0);
      }),
    );
  });

  it('the same steps lead to the same account, however often the clock is told on the way', () => {
    fc.assert(
      fc.property(STEPS, rules, (steps, under) => {
        const [one, other] = [played(steps, under), played(withClock(steps), under)];
        expect(other.brokerage.allOrders()).to.deep.equal(one.brokerage.allOrders());
        expect(other.brokerage.account.holdings.all()).to.deep.equal(one.brokerage.account.holdings.all());
        expect(other.brokerage.account.holdings.cash).to.equal(one.brokerage.account.holdings.cash);
      }),
    );
  });
});

interface Powers {
  readonly stock_buying_power: number;
  readonly option_buying_power: number;
}

function hasQuantity(order: BrokerOrder): order is Extract<BrokerOrder, { quantity: number }> {
  return 'quantity' in order;
}
