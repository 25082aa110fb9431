import { expect } from 'chai';
import { atNewYork, cash, price, type Price } from '@sofi/domain';
import { optionQuote } from '../market/option-model.js';
import type { SpreadTicket, SpreadType } from './broker-order.js';
import { AAPL, HandMarket, limit, market, MORNING, stop } from './hand-market.js';
import type { Leg } from './instrument.js';
import { netOf, unitsOf } from './spread-book.js';

const CALL = 'AAPL260320C00100000';
const HIGHER = 'AAPL260320C00110000';
const leg = (side: Leg['side'], quantity: number, optionSymbol?: string): Leg => ({ symbol: AAPL, optionSymbol, side, quantity });
const spread = (type: SpreadType, dollars: number | undefined, legs: readonly Leg[], kind: SpreadTicket['class'] = 'multileg'): SpreadTicket => ({
  class: kind,
  symbol: AAPL,
  type,
  netPrice: dollars === undefined ? undefined : price(dollars),
  duration: 'day',
  legs,
  tag: undefined,
});
const bought = (hands: HandMarket, symbol: string, spot = 100): Price => optionQuote(symbol, price(spot), hands.time)!.ask;
const sold = (hands: HandMarket, symbol: string, spot = 100): Price => optionQuote(symbol, price(spot), hands.time)!.bid;

describe('Options', () => {
  it('are bought at the ask and sold at the bid of the model, a hundred shares each', () => {
    const hands = new HandMarket();
    const id = hands.filled(market('buy_to_open', 2, { optionSymbol: CALL }));
    const paid = bought(hands, CALL);
    expect(hands.order(id)).to.include({ status: 'filled', fillPrice: paid });
    expect(hands.brokerage.account.holdings.all()[0]).to.include({ symbol: CALL, quantity: 2, costBasis: 200 * paid });
    hands.filled(market('sell_to_close', 2, { optionSymbol: CALL }), 105);
    expect(hands.brokerage.account.holdings.cash).to.equal(cash(100_000) - 200 * paid + 200 * sold(hands, CALL, 105));
  });

  it('with a limit or a stop follow their own price, not that of the share', () => {
    const hands = new HandMarket();
    const ask = bought(hands, CALL);
    const low = hands.place(limit('buy_to_open', 1, ask / 1e6 / 2, { optionSymbol: CALL }));
    hands.filled(market('buy_to_open', 1, { optionSymbol: CALL }));
    const guard = hands.place(stop('sell_to_close', 1, sold(hands, CALL) / 1e6 / 2, { optionSymbol: CALL }));
    hands.trade(100);
    expect(hands.status(low, guard)).to.equal('open open');
    hands.trade(90);
    hands.trade(90);
    expect(hands.status(low, guard)).to.equal('filled filled');
    expect(hands.order(low)).to.have.property('fillPrice', optionQuote(CALL, price(90), hands.time)!.ask);
  });

  it('keep to the sides of options', () => {
    const hands = new HandMarket();
    const reason = (id: number) => hands.order(id).reason;
    expect(reason(hands.place(market('sell_to_close', 1, { optionSymbol: CALL })))).to.match(/^Sell to Close order cannot be placed unless/);
    expect(reason(hands.place(market('buy_to_close', 1, { optionSymbol: CALL })))).to.match(/^Buy To Close order cannot be placed unless/);
    hands.filled(market('buy_to_open', 1, { optionSymbol: CALL }));
    expect(reason(hands.place(market('sell_to_open', 1, { optionSymbol: CALL })))).to.match(/^Sell to Open order cannot be placed while/);
    expect(reason(hands.place(market('sell_to_close', 2, { optionSymbol: CALL })))).to.match(/^Sell order is for more shares/);
  });

  it('can not be borrowed against, and written ones ask for a fifth of the shares, or for the distance to the one behind them', () => {
    const hands = new HandMarket();
    hands.filled(market('sell_to_open', 1, { optionSymbol: HIGHER }));
    const figures = hands.brokerage.account.figures(hands.time);
    expect(figures.optionRequirement, '20 % of 100 × 100').to.equal(cash(2_000));
    expect(figures.buyingPower).to.equal(2 * (figures.equity - figures.optionLong - cash(2_000)));
    hands.filled(market('buy_to_open', 1, { optionSymbol: CALL }));
    expect(hands.brokerage.account.figures(hands.time).optionRequirement, 'the lower strike stands behind it').to.equal(0);
    hands.filled(market('sell_to_close', 1, { optionSymbol: CALL }));
    hands.filled(market('buy', 100));
    expect(hands.brokerage.account.figures(hands.time).optionRequirement, 'covered by the shares').to.equal(0);
  });

  it('are settled in cash at their end', () => {
    const hands = new HandMarket();
    hands.filled(market('buy_to_open', 1, { optionSymbol: CALL }));
    const waiting = hands.place(limit('sell_to_close', 1, 90, { optionSymbol: CALL, duration: 'gtc' }));
    const before = hands.brokerage.account.holdings.cash;
    hands.trade(112);
    hands.until(atNewYork('2026-03-20', '16:30'));
    expect(hands.brokerage.account.holdings.all()).to.deep.equal([]);
    expect(hands.brokerage.account.holdings.cash - before, '12 × 100').to.equal(cash(1_200));
    expect(hands.order(waiting)).to.include({ status: 'expired', changed: atNewYork('2026-03-20', '16:00') });
    expect(hands.brokerage.account.deals.at(-1)).to.include({ expired: true, price: price(12), side: 'sell_to_close' });
  });
});

describe('Spreads', () => {
  const vertical = [leg('buy_to_open', 1, CALL), leg('sell_to_open', 1, HIGHER)];

  it('have a net price of one unit: 10.5 − 2 × 16.75 + 24.7 = 1.70', () => {
    const butterfly = [leg('buy_to_open', 1, 'A'), leg('sell_to_open', 2, 'B'), leg('buy_to_open', 1, 'C')];
    expect(netOf(butterfly, [10.5, 16.75, 24.7].map(price))).to.equal(price(1.7));
    const doubled = butterfly.map((each) => ({ ...each, quantity: each.quantity * 2 }));
    expect([unitsOf(doubled), netOf(doubled, [10.5, 16.75, 24.7].map(price))]).to.deep.equal([2, price(1.7)]);
    // a covered call: the share at 100 less the call at 3
    expect(netOf([leg('buy', 200), leg('sell_to_open', 2, 'A')], [price(100), price(3)])).to.equal(price(97));
  });

  it('are filled in all legs at once, within the debit', () => {
    const hands = new HandMarket();
    const cheap = hands.place(spread('debit', 0.01, vertical));
    const id = hands.filled(spread('debit', 9, vertical));
    const [paid, got] = [bought(hands, CALL), sold(hands, HIGHER)];
    expect(hands.status(cheap, id, id + 1, id + 2)).to.equal('open filled filled filled');
    expect([hands.order(id), hands.order(id + 1), hands.order(id + 2)].map((order) => order.fillPrice)).to.deep.equal([paid - got, paid, got]);
    expect(hands.brokerage.account.holdings.cash).to.equal(cash(100_000) - 100 * (paid - got));
    expect(hands.brokerage.account.holdings.all().map(({ symbol, quantity }) => [symbol, quantity])).to.deep.equal([
      [CALL, 1],
      [HIGHER, -1],
    ]);
  });

  it('that bring money in have a negative average, never less than the credit', () => {
    const hands = new HandMarket();
    const dear = hands.place(spread('credit', 9.5, [leg('sell_to_open', 1, CALL), leg('buy_to_open', 1, HIGHER)]));
    const id = hands.filled(spread('credit', 0.5, [leg('sell_to_open', 1, CALL), leg('buy_to_open', 1, HIGHER)]));
    expect(hands.status(dear, id)).to.equal('open filled');
    expect(hands.order(id).fillPrice).to.equal(bought(hands, HIGHER) - sold(hands, CALL));
    expect(hands.order(id).fillPrice).to.be.at.most(price(-0.5));
    expect(hands.brokerage.account.figures(hands.time).optionRequirement, 'strikes 10 apart').to.equal(cash(1_000));
  });

  it('of a share and its option are one order', () => {
    const hands = new HandMarket();
    const id = hands.filled(spread('debit', 99.5, [leg('buy', 100), leg('sell_to_open', 1, CALL)], 'combo'));
    expect(hands.status(id)).to.equal('filled');
    expect(hands.brokerage.account.holdings.all().map(({ symbol, quantity }) => [symbol, quantity])).to.deep.equal([
      [AAPL, 100],
      [CALL, -1],
    ]);
  });

  it('are cancelled whole, by whichever leg, and end with the day', () => {
    const hands = new HandMarket();
    const id = hands.place(spread('debit', 0.01, vertical));
    hands.brokerage.cancel(id + 2, hands.time);
    expect(hands.status(id, id + 1, id + 2)).to.equal('canceled canceled canceled');
    const other = hands.place(spread('debit', 0.01, vertical));
    hands.brokerage.amend(other, { type: 'debit', netPrice: price(0.02), duration: 'day' }, hands.time);
    expect(hands.order(other + 1)).to.include({ netPrice: price(0.02) });
    hands.until(MORNING + 7 * 3_600_000);
    expect(hands.status(other, other + 1, other + 2)).to.equal('expired expired expired');
  });

  it('are refused where the account has not what they need', () => {
    const hands = new HandMarket({ openingCash: cash(900), dayTradeRule: false });
    expect(hands.order(hands.place(spread('credit', 0.5, [leg('sell_to_open', 1, CALL), leg('buy_to_open', 1, HIGHER)]))).reason).to.match(/buying power/);
  });
});
