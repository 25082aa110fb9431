import { expect } from 'chai';
import fc from 'fast-check';
import type { Fill } from './fill.js';
import { Ledger } from './ledger.js';
import type { BrokerOrderId, OrderId, Side } from './order.js';
import { flatPosition, foldFill } from './position-fold.js';
import type { Position } from './position.js';
import { cash, price, type Cash } from './price.js';
import { equitySymbol } from './symbol.js';

const AAPL = equitySymbol('AAPL');
const MSFT = equitySymbol('MSFT');
let count = 0;
function fill(side: Side, quantity: number, at: number, changes: Partial<Fill> = {}): Fill {
  count += 1;
  return {
    id: `f-${count}`,
    orderId: 'o' as OrderId,
    brokerOrderId: '1' as BrokerOrderId,
    account: 'VA1',
    book: '7',
    symbol: AAPL,
    side,
    quantity,
    price: price(at),
    fees: 0 as Cash,
    time: count,
    ...changes,
  };
}
const folded = (...fills: Fill[]): Position => fills.reduce((position, next) => foldFill(position, next).position, flatPosition(fills[0]!));
const SIGNAL = { exitReason: 'signal' } as const;

describe('a position folded from fills', () => {
  const cases: [string, Fill[], { net: number; cost: number; average: number; profit: number }][] = [
    ['opens', [fill('buy', 10, 100)], { net: 10, cost: 1000, average: 100, profit: 0 }],
    // 10 × 100 + 5 × 103 = 1515; / 15 = 101
    ['adds', [fill('buy', 10, 100), fill('buy', 5, 103)], { net: 15, cost: 1515, average: 101, profit: 0 }],
    // 4 × (110 − 100) = 40; 6 × 100 stay
    ['reduces', [fill('buy', 10, 100), fill('sell', 4, 110)], { net: 6, cost: 600, average: 100, profit: 40 }],
    ['closes', [fill('buy', 10, 100), fill('sell', 10, 99)], { net: 0, cost: 0, average: 0, profit: -10 }],
    // 10 × (105 − 100) = 50, then 5 short at 105
    ['flips', [fill('buy', 10, 100), fill('sell', 15, 105)], { net: -5, cost: -525, average: 105, profit: 50 }],
    // short 10 at 100, back at 96: 10 × 4
    ['covers a short', [fill('sell_short', 10, 100), fill('buy_to_cover', 10, 96)], { net: 0, cost: 0, average: 0, profit: 40 }],
    ['takes fees off the profit', [fill('buy', 10, 100, { fees: cash(1) }), fill('sell', 10, 101, { fees: cash(2) })], { net: 0, cost: 0, average: 0, profit: 7 }],
  ];
  for (const [name, fills, { net, cost, average, profit }] of cases) {
    it(name, () => expect(folded(...fills)).to.include({ netQuantity: net, costBasis: cash(cost), averagePrice: price(average), realisedProfit: cash(profit) }));
  }

  it('keeps the time of the fill that opened what is open', () => {
    expect(folded(fill('buy', 1, 1, { time: 10 }), fill('buy', 1, 1, { time: 20 }), fill('sell', 1, 1, { time: 30 })).openedAt).to.equal(10);
    expect(folded(fill('buy', 1, 1, { time: 10 }), fill('sell', 2, 1, { time: 20 })).openedAt).to.equal(20);
  });

  it('sets stop and target from the average entry, drops them with the position', () => {
    const guards = { stopLossPct: 2, takeProfitPct: 5 };
    const open = foldFill(flatPosition(fill('buy', 1, 1)), fill('buy', 10, 100), guards).position;
    expect(open).to.include({ stopLoss: price(98), takeProfit: price(105) });
    // average of 10 × 100 and 10 × 110 is 105: 102.90 and 110.25
    const added = foldFill(open, fill('buy', 10, 110), guards).position;
    expect(added).to.include({ stopLoss: price(102.9), takeProfit: price(110.25) });
    expect(foldFill(added, fill('sell', 20, 100)).position).to.not.have.any.keys('stopLoss', 'takeProfit');
  });

  it('puts the stop of a short above it', () => {
    expect(foldFill(flatPosition(fill('buy', 1, 1)), fill('sell_short', 10, 100), { stopLossPct: 2, takeProfitPct: 5 }).position).to.include({
      stopLoss: price(102),
      takeProfit: price(95),
    });
  });

  it('loses nothing to thirds: 3 for 100.000001 dollars sold one by one', () => {
    const buy = fill('buy', 3, 33.333334);
    const profit = folded(buy, fill('sell', 1, 40), fill('sell', 1, 40), fill('sell', 1, 40)).realisedProfit;
    // 120 − 100.000002
    expect(profit).to.equal(cash(19.999998));
  });
});

describe('Ledger', () => {
  it('moves cash by fills and values what is open at the mark', () => {
    const ledger = new Ledger(cash(10_000));
    ledger.apply(fill('buy', 10, 100), SIGNAL);
    ledger.mark(AAPL, price(103), 1e6);
    // 10,000 − 1,000 = 9,000; 10 × 103 = 1,030
    expect([ledger.cash, ledger.marketValue(), ledger.equity(), ledger.openProfit()]).to.deep.equal([cash(9_000), cash(1_030), cash(10_030), cash(30)]);
  });

  it('counts a fill once', () => {
    const ledger = new Ledger(cash(10_000));
    const bought = fill('buy', 10, 100);
    ledger.apply(bought, SIGNAL);
    expect(ledger.apply(bought, SIGNAL)).to.equal(undefined);
    expect(ledger.cash).to.equal(cash(9_000));
  });

  it('keeps books and symbols apart', () => {
    const ledger = new Ledger(cash(10_000));
    ledger.apply(fill('buy', 1, 100, { book: '7' }), SIGNAL);
    ledger.apply(fill('buy', 2, 100, { book: 'manual' }), SIGNAL);
    ledger.apply(fill('buy', 3, 50, { symbol: MSFT }), SIGNAL);
    expect(ledger.positions().map((position) => [position.book, position.symbol, position.netQuantity])).to.deep.equal([
      ['7', 'AAPL', 1],
      ['manual', 'AAPL', 2],
      ['7', 'MSFT', 3],
    ]);
  });

  it('makes a round trip of each closing fill', () => {
    const ledger = new Ledger(cash(10_000));
    ledger.apply(fill('buy', 10, 100, { time: 1 }), SIGNAL);
    ledger.apply(fill('sell', 10, 98, { id: 'out', time: 9 }), { exitReason: 'stop-loss' });
    expect(ledger.roundTrips()).to.deep.equal([
      // 10 × (98 − 100) = −20, which is 2 % of 1,000
      {
        id: 'out',
        account: 'VA1',
        book: '7',
        symbol: AAPL,
        side: 'long',
        quantity: 10,
        entryPrice: price(100),
        exitPrice: price(98),
        entryTime: 1,
        exitTime: 9,
        profit: cash(-20),
        profitPct: -2,
        exitReason: 'stop-loss',
      },
    ]);
    expect(ledger.lastExit('7', AAPL)).to.equal(9);
  });

  it('ignores a mark that is older than the known', () => {
    const ledger = new Ledger(cash(1));
    ledger.mark(AAPL, price(10), 5);
    ledger.mark(AAPL, price(9), 4);
    expect(ledger.lastPrice(AAPL)).to.equal(price(10));
  });

  it('creates and destroys no money: cash + cost of what is open − realised profit is the opening cash, after any fills', () => {
    const anyFill = fc.record({
      side: fc.constantFrom<Side>('buy', 'sell', 'sell_short', 'buy_to_cover'),
      quantity: fc.integer({ min: 1, max: 5_000 }),
      at: fc.integer({ min: 1, max: 2_000_000_000 }),
      fees: fc.integer({ min: 0, max: 5_000_000 }),
      book: fc.constantFrom('7', 'manual'),
      symbol: fc.constantFrom(AAPL, MSFT),
    });
    fc.assert(
      fc.property(fc.array(anyFill, { maxLength: 60 }), (fills) => {
        const ledger = new Ledger(cash(100_000));
        for (const { at, fees, ...rest } of fills) ledger.apply(fill(rest.side, rest.quantity, at / 1e6, { ...rest, fees: fees as Cash }), SIGNAL);
        const cost = ledger.positions().reduce((sum, position) => sum + position.costBasis, 0);
        expect(ledger.cash + cost - ledger.realisedProfit()).to.equal(cash(100_000));
        expect(ledger.equity()).to.equal(cash(100_000) + ledger.realisedProfit() + ledger.openProfit());
        for (const position of ledger.positions()) expect(Math.sign(position.costBasis)).to.equal(Math.sign(position.netQuantity));
      }),
    );
  });
});
