import type { Cash, EquitySymbol, Price } from '@sofi/domain';
import type { Holdings } from './holdings.js';
import { isOption, worth, type Security } from './instrument.js';
import { optionRequirement } from './option-requirement.js';

/** What the account is worth at the marks. Short values are unsigned. */
export interface AccountFigures {
  readonly cash: Cash;
  readonly stockLong: Cash;
  readonly stockShort: Cash;
  readonly optionLong: Cash;
  readonly optionShort: Cash;
  readonly longValue: Cash;
  readonly shortValue: Cash;
  /** cash + long − short */
  readonly equity: Cash;
  readonly openProfit: Cash;
  readonly realisedToday: Cash;
  /** of written options */
  readonly optionRequirement: Cash;
  /** what shares can be bought or sold short for; never below 0 */
  readonly buyingPower: Cash;
  /** the same within a day, for those who may trade on a quarter of it */
  readonly dayTradingPower: Cash;
  /** as buyingPower, below 0 where positions ask for more than there is */
  readonly room: number;
}

const LEVERAGE = 2;
const DAY_LEVERAGE = 4;

/**
 * `mark` is the last price of a security; where nothing was traded yet, its cost stands for it. Bought options can not be borrowed against:
 * buying power = 2 × (equity − bought options − what written ones require) − gross value of shares.
 */
export function figuresOf(holdings: Holdings, mark: (security: Security) => Price | undefined, day: string): AccountFigures {
  const value = { stockLong: 0, stockShort: 0, optionLong: 0, optionShort: 0 };
  let cost = 0;
  const held = holdings.all();
  for (const { symbol, quantity, costBasis } of held) {
    const price = mark(symbol);
    const worthNow = price === undefined ? costBasis : worth(symbol, quantity, price);
    value[`${isOption(symbol) ? 'option' : 'stock'}${quantity > 0 ? 'Long' : 'Short'}`] += Math.abs(worthNow);
    cost += costBasis;
  }
  const [longValue, shortValue] = [value.stockLong + value.optionLong, value.stockShort + value.optionShort];
  const equity = holdings.cash + longValue - shortValue;
  const required = optionRequirement(held, (symbol: EquitySymbol) => mark(symbol));
  const free = equity - value.optionLong - required;
  const gross = value.stockLong + value.stockShort;
  return {
    cash: holdings.cash,
    stockLong: value.stockLong as Cash,
    stockShort: value.stockShort as Cash,
    optionLong: value.optionLong as Cash,
    optionShort: value.optionShort as Cash,
    longValue: longValue as Cash,
    shortValue: shortValue as Cash,
    equity: equity as Cash,
    openProfit: (longValue - shortValue - cost) as Cash,
    realisedToday: holdings.realisedOn(day),
    optionRequirement: required,
    buyingPower: Math.max(0, LEVERAGE * free - gross) as Cash,
    dayTradingPower: Math.max(0, DAY_LEVERAGE * free - gross) as Cash,
    room: LEVERAGE * free - gross,
  };
}
