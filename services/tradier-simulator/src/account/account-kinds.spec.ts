import { expect } from 'chai';
import { atNewYork, cash, equitySymbol, price } from '@sofi/domain';
import { refusal, type RefusalCode } from './refusals.js';
import { AAPL, DAY, HandMarket, limit, market } from './hand-market.js';

const GME = equitySymbol('GME');

describe('An account', () => {
  const rejected = (hands: HandMarket, id: number, code: RefusalCode, why?: string) =>
    expect(hands.order(id), why).to.include({ status: 'rejected', reason: refusal(code).message });

  describe('on margin', () => {
    it('buys for twice its equity, working orders included', () => {
      const hands = new HandMarket({ openingCash: cash(10_000) });
      // 2 × 10,000 = 20,000; 150 × 100 leave 5,000, and of those 49 × 100 leave 100
      hands.place(limit('buy', 150, 100));
      rejected(hands, hands.place(limit('buy', 51, 100)), 'InitialMargin');
      const second = hands.place(limit('buy', 49, 100));
      expect(hands.brokerage.pendingCash()).to.equal(cash(19_900));
      hands.brokerage.cancel(second, hands.time);
      expect(hands.status(hands.place(limit('buy', 50, 100)))).to.equal('open');
    });

    it('sells short what is lent and costs $5 or more, and holds it against the buying power', () => {
      const hands = new HandMarket({ openingCash: cash(10_000) });
      hands.trade(20, GME);
      rejected(hands, hands.place(market('sell_short', 1, { symbol: GME })), 'ShortTradingDeniedForSecurity');
      rejected(hands, hands.place(limit('sell_short', 1, 4.99)), 'SellShortOrderLastPriceBelow5');
      rejected(hands, hands.place(market('sell_short', 201)), 'InitialMargin');
      hands.filled(market('sell_short', 100));
      // sold at 99.99: cash 10,000 + 9,999 = 19,999; owed 100 × 100 = 10,000: equity 9,999; 2 × 9,999 − 10,000 = 9,998
      expect(hands.brokerage.account.figures(hands.time)).to.include({ equity: cash(9_999), stockShort: cash(10_000), buyingPower: cash(9_998), openProfit: cash(-1) });
      expect(hands.brokerage.account.holdings.all()[0]).to.include({ quantity: -100, costBasis: cash(-9_999) });
    });

    it('under $25,000 has three day trades in five sessions, and no new position after them', () => {
      const hands = new HandMarket({ openingCash: cash(24_000) });
      for (let trade = 0; trade < 3; trade += 1) {
        hands.filled(market('buy', 1));
        hands.filled(market('sell', 1));
      }
      expect(hands.brokerage.account.dayTrades(hands.time)).to.equal(3);
      rejected(hands, hands.place(market('buy', 1)), 'DayTraderPatternRestriction');
      // Monday's trades count until Friday, and no more on the next Monday
      hands.until(atNewYork('2026-03-06', '10:00'));
      rejected(hands, hands.place(market('buy', 1)), 'DayTraderPatternRestriction');
      hands.until(atNewYork('2026-03-09', '10:00'));
      expect(hands.status(hands.place(market('buy', 1)))).to.equal('open');
    });

    it('with more, or where the rule is off, trades as often as it likes', () => {
      for (const rules of [{ openingCash: cash(26_000) }, { openingCash: cash(20_000), dayTradeRule: false }]) {
        const hands = new HandMarket(rules);
        for (let trade = 0; trade < 5; trade += 1) {
          hands.filled(market('buy', 1));
          expect(hands.status(hands.filled(market('sell', 1)))).to.equal('filled');
        }
      }
    });

    it('counts a position that is sold in parts as one day trade', () => {
      const hands = new HandMarket({ openingCash: cash(24_000) });
      hands.filled(market('buy', 2));
      hands.filled(market('sell', 1));
      hands.filled(market('sell', 1));
      expect(hands.brokerage.account.dayTrades(hands.time)).to.equal(1);
    });

    it('does not count a position that was held overnight as a day trade', () => {
      const hands = new HandMarket({ openingCash: cash(24_000) });
      hands.filled(market('buy', 2));
      hands.until(atNewYork('2026-03-03', '10:00'));
      hands.filled(market('sell', 1));
      hands.filled(market('sell', 1));
      expect(hands.brokerage.account.dayTrades(hands.time)).to.equal(0);
    });
  });

  describe('of a day trader', () => {
    it('buys for four times its equity within the day', () => {
      const hands = new HandMarket({ kind: 'pdt', openingCash: cash(30_000) });
      rejected(hands, hands.place(limit('buy', 1201, 100)), 'DayTradingBuyingPowerExceeded');
      expect(hands.status(hands.place(limit('buy', 1200, 100)))).to.equal('open');
    });

    it('opens nothing under $25,000', () => {
      const hands = new HandMarket({ kind: 'pdt', openingCash: cash(24_999) });
      rejected(hands, hands.place(market('buy', 1)), 'TooSmallEquityForDayTrading');
    });
  });

  describe('of cash', () => {
    it('buys for what is settled: proceeds come with the next session', () => {
      const hands = new HandMarket({ kind: 'cash', openingCash: cash(10_000) });
      hands.filled(limit('buy', 99, 100.01));
      hands.filled(market('sell', 99));
      // 10,000 − 99 × 100.01 = 99.01 are there; 99 × 99.99 = 9,899.01 come tomorrow
      expect(hands.brokerage.account.holdings.unsettledOn(DAY)).to.equal(cash(9_899.01));
      rejected(hands, hands.place(limit('buy', 1, 99.02)), 'InitialMargin');
      hands.until(atNewYork('2026-03-03', '09:31'));
      expect(hands.brokerage.account.holdings.unsettledOn('2026-03-03')).to.equal(0);
      expect(hands.status(hands.place(limit('buy', 99, 99)))).to.equal('open');
    });

    it('sells nothing short, and has no spreads', () => {
      const hands = new HandMarket({ kind: 'cash' });
      rejected(hands, hands.place(market('sell_short', 1)), 'ShortStockTradingDeniedForAccount');
      const option = { optionSymbol: 'AAPL260320C00100000' };
      rejected(hands, hands.place(market('sell_to_open', 1, option)), 'ShortOptionTradingDeniedForAccount');
      const legs = [
        { symbol: AAPL, ...option, side: 'buy_to_open' as const, quantity: 1 },
        { symbol: AAPL, optionSymbol: 'AAPL260320C00105000', side: 'sell_to_open' as const, quantity: 1 },
      ];
      rejected(
        hands,
        hands.place({ class: 'multileg', symbol: AAPL, type: 'market', netPrice: undefined, duration: 'day', legs, tag: undefined }),
        'SpreadTradingDeniedForAccount',
      );
    });
  });

  it('does not trade with itself where the rule is on', () => {
    const hands = new HandMarket({ washRule: true });
    hands.filled(market('buy', 10));
    hands.place(limit('sell', 5, 110));
    rejected(hands, hands.place(limit('buy', 5, 110)), 'WashTradeAttempt');
    rejected(hands, hands.place(market('buy', 5)), 'OrderWithDifferentSide');
    expect(hands.status(hands.place(limit('buy', 5, 99)))).to.equal('open');
    const lenient = new HandMarket();
    lenient.filled(market('buy', 10));
    lenient.place(limit('sell', 5, 110));
    expect(lenient.status(lenient.place(market('buy', 5)))).to.equal('open');
  });

  it('remembers what was closed with its cost and its proceeds, a short sale the other way round', () => {
    const hands = new HandMarket();
    hands.filled(market('buy', 10));
    hands.filled(market('sell', 4), 110);
    hands.filled(market('sell', 6));
    hands.filled(market('sell_short', 5));
    hands.filled(market('buy_to_cover', 5), 90);
    // bought at 100.01; 4 sold at 109.99, 6 at 99.99; short at 99.99, covered at 90.01
    expect(hands.brokerage.account.holdings.closings.map(({ quantity, cost, proceeds }) => [quantity, cost, proceeds])).to.deep.equal([
      [4, cash(400.04), cash(439.96)],
      [6, cash(600.06), cash(599.94)],
      [5, cash(450.05), cash(499.95)],
    ]);
    expect(hands.brokerage.account.deals.map((deal) => deal.price)).to.include(price(109.99));
  });
});
