import { z } from 'zod';
import { oneOrMany } from '../one-or-many.js';
import { day, figure, figureOrZero, id, instant, perhaps, perhapsDay, perhapsText, word } from '../wire.js';
import { pageOf } from './page.js';

const buyingPower = z.object({
  stock_buying_power: figure,
  option_buying_power: perhaps,
  /** of pattern day traders alone */
  day_trade_buying_power: perhaps,
  fed_call: perhaps,
  maintenance_call: perhaps,
  stock_short_value: perhaps,
  sweep: perhaps,
});
// only the one named by account_type is really there; very old answers have a bare number in its place
const balances = z.object({
  account_number: z.string(),
  account_type: word<'cash' | 'margin' | 'pdt'>(),
  total_cash: figure,
  total_equity: figure,
  market_value: figureOrZero,
  /** unrealised, and realised today */
  open_pl: figureOrZero,
  close_pl: figureOrZero,
  current_requirement: perhaps,
  long_market_value: perhaps,
  short_market_value: perhaps,
  stock_long_value: perhaps,
  option_long_value: perhaps,
  option_short_value: perhaps,
  option_requirement: perhaps,
  pending_cash: perhaps,
  pending_orders_count: perhaps,
  uncleared_funds: perhaps,
  margin: buyingPower.nullish().catch(null),
  pdt: buyingPower.nullish().catch(null),
  cash: z.object({ cash_available: figure, unsettled_funds: perhaps, sweep: perhaps }).nullish().catch(null),
});
export type WireBalances = z.output<typeof balances>;
/** one page of the documentation says `balance`, the answers say `balances` */
export const balancesAnswer = z.union([z.object({ balances }), z.object({ balance: balances }).transform(({ balance }) => ({ balances: balance }))]);

export const historicalBalancesAnswer = z.object({ balances: z.array(z.object({ date: day, value: figure })), delta: perhaps, deltaPercent: perhaps });
export type WireBalanceHistory = z.output<typeof historicalBalancesAnswer>;

/** `quantity` is negative where short, `cost_basis` the total with its sign: of options for a hundred shares each. */
const position = z.object({ id: id.optional(), symbol: z.string(), quantity: figure, cost_basis: figure, date_acquired: instant.optional() });
export type WirePosition = z.output<typeof position>;
export const positionsAnswer = z.object({ positions: oneOrMany('position', position) });

const group = z.object({ id, label: z.string(), symbols: z.array(z.string()) });
export type WirePositionGroup = z.output<typeof group>;
export const positionGroupsAnswer = z.object({ 'position-groups': z.preprocess((value) => (value === null || value === 'null' ? [] : value), z.array(group)) });

export type HistoryType = 'trade' | 'option' | 'ach' | 'wire' | 'dividend' | 'fee' | 'tax' | 'journal' | 'check' | 'transfer' | 'adjustment' | 'interest';
const details = z.object({
  description: perhapsText,
  symbol: perhapsText,
  quantity: perhaps,
  price: perhaps,
  commission: perhaps,
  trade_type: perhapsText,
  option_type: perhapsText,
});
/** The details are in a member named like the type, or beside it: here they are always beside it. */
const event = z
  .looseObject({ amount: figure, date: day, type: word<HistoryType>() })
  .transform((whole) => ({ nested: whole[whole.type], whole }))
  .transform(({ nested, whole }) => ({ ...whole, ...(typeof nested === 'object' ? nested : {}) }))
  .pipe(details.extend({ amount: z.number(), date: z.string(), type: word<HistoryType>() }));
export type WireEvent = z.output<typeof event>;
export const accountHistoryAnswer = z.object({ history: pageOf('event', event) });

/** `term` is the count of days held. */
const closedPosition = z.object({
  symbol: z.string(),
  quantity: figure,
  cost: figure,
  proceeds: figure,
  gain_loss: figure,
  gain_loss_percent: perhaps,
  open_date: perhapsDay,
  close_date: perhapsDay,
  term: perhaps,
});
export type WireClosedPosition = z.output<typeof closedPosition>;
export const gainLossAnswer = z.object({ gainloss: pageOf('closed_position', closedPosition) });
