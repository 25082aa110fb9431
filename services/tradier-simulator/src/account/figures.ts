import { notional, type Cash, type EquitySymbol, type Price } from '@sofi/domain';
import type { Holdings } from './holdings.js';

/** What the account is worth at the marks. */
export interface AccountFigures {
  readonly cash: Cash;
  readonly longValue: Cash;
  /** unsigned */
  readonly shortValue: Cash;
  readonly equity: Cash;
  readonly openProfit: Cash;
  readonly realisedToday: Cash;
  readonly buyingPower: Cash;
}

const LEVERAGE = 2;

/** `mark` is the last price of a share; where nothing was traded yet, its cost stands for it. Buying power = 2 × equity − gross market value, never below 0. */
export function figuresOf(holdings: Holdings, mark: (symbol: EquitySymbol) => Price | undefined, day: string): AccountFigures {
  let [longValue, shortValue, cost] = [0, 0, 0];
  for (const { symbol, quantity, costBasis } of holdings.all()) {
    const price = mark(symbol);
    const value = price === undefined ? costBasis : notional(quantity, price);
    if (quantity > 0) longValue += value;
    else shortValue -= value;
    cost += costBasis;
  }
  const equity = holdings.cash + longValue - shortValue;
  return {
    cash: holdings.cash,
    longValue: longValue as Cash,
    shortValue: shortValue as Cash,
    equity: equity as Cash,
    openProfit: (longValue - shortValue - cost) as Cash,
    realisedToday: holdings.realisedOn(day),
    buyingPower: Math.max(0, LEVERAGE * equity - longValue - shortValue) as Cash,
  };
}
