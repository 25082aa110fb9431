import { z } from 'zod';
import { folded, oneOrMany } from '../one-or-many.js';
import { figureOrZero, perhaps, perhapsDay, perhapsText, perhapsWord } from '../wire.js';

/** From ORATS, about once an hour; the sandbox has none. `updated_at` has no time zone and is left as it is. */
const greeks = z.object({
  delta: perhaps,
  gamma: perhaps,
  theta: perhaps,
  vega: perhaps,
  rho: perhaps,
  phi: perhaps,
  bid_iv: perhaps,
  mid_iv: perhaps,
  ask_iv: perhaps,
  smv_vol: perhaps,
  updated_at: perhapsText,
});
export type WireGreeks = z.output<typeof greeks>;

/** Sizes are counted in hundreds for stocks and in contracts for options. Dates are ms since the epoch, 0 where it never happened. */
export const quote = z.object({
  symbol: z.string(),
  description: perhapsText,
  type: perhapsWord<'stock' | 'option' | 'etf' | 'index' | 'mutual_fund'>(),
  exch: perhapsText,
  last: perhaps,
  change: perhaps,
  change_percentage: perhaps,
  bid: perhaps,
  bidsize: figureOrZero,
  bidexch: perhapsText,
  ask: perhaps,
  asksize: figureOrZero,
  askexch: perhapsText,
  open: perhaps,
  high: perhaps,
  low: perhaps,
  /** null while the session is on */
  close: perhaps,
  prevclose: perhaps,
  volume: figureOrZero,
  average_volume: perhaps,
  last_volume: figureOrZero,
  week_52_high: perhaps,
  week_52_low: perhaps,
  trade_date: figureOrZero,
  bid_date: figureOrZero,
  ask_date: figureOrZero,
  lot_size: perhaps,
  /** of a stock: the roots of its options, `AMZN7,AMZN` */
  root_symbols: perhapsText,
  underlying: perhapsText,
  root_symbol: perhapsText,
  option_type: perhapsWord<'call' | 'put'>(),
  strike: perhaps,
  expiration_date: perhapsDay,
  expiration_type: perhapsWord<'standard' | 'weeklys' | 'quarterlys' | 'eom'>(),
  contract_size: perhaps,
  open_interest: perhaps,
  greeks: greeks.nullish(),
});
export type WireQuote = z.output<typeof quote>;

/** where all symbols are unknown there is no `quote` at all */
export const quotesAnswer = z.object({
  quotes: z.object({ quote: folded(quote), unmatched_symbols: oneOrMany('symbol', z.string()).optional() }),
});
