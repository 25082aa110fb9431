import { expect } from 'chai';
import { cash, equitySymbol, price, type Side } from '@sofi/domain';
import { figuresOf } from './figures.js';
import { Holdings } from './holdings.js';

const AAPL = equitySymbol('AAPL');
const DAY = '2026-03-02';

describe('Holdings', () => {
  const deal = (holdings: Holdings, side: Side, quantity: number, dollars: number) => holdings.book({ symbol: AAPL, side, quantity, price: price(dollars), time: 1 }, DAY);

  it('give up a share of the cost with each sale', () => {
    const holdings = new Holdings();
    deal(holdings, 'buy', 100, 10);
    deal(holdings, 'buy', 50, 13);
    // 1000 + 650 = 1650 for 150; 30 of them cost 330 and are sold for 450: 120 of profit, 1320 left
    deal(holdings, 'sell', 30, 15);
    expect(holdings.all()[0]).to.include({ quantity: 120, costBasis: cash(1320) });
    expect(holdings.cash).to.equal(cash(100_000 - 1650 + 450));
    expect(holdings.realisedOn(DAY)).to.equal(cash(120));
    expect(holdings.realisedOn('2026-03-03'), 'a new day begins at nothing').to.equal(0);
  });

  it('sold short cost less than nothing', () => {
    const holdings = new Holdings();
    deal(holdings, 'sell_short', 100, 20);
    // 40 are bought back at 18: 40 × 2 of profit, 60 × 20 still owed
    deal(holdings, 'buy_to_cover', 40, 18);
    expect(holdings.all()[0]).to.include({ quantity: -60, costBasis: cash(-1200) });
    expect(holdings.realisedOn(DAY)).to.equal(cash(80));
    // cash 100,000 + 2000 − 720 = 101,280; owed 60 × 19 = 1140: equity 100,140; open profit 1200 − 1140
    expect(figuresOf(holdings, () => price(19), DAY)).to.include({
      equity: cash(100_140),
      shortValue: cash(1140),
      openProfit: cash(60),
      buyingPower: cash(2 * 100_140 - 1140),
    });
  });
});
