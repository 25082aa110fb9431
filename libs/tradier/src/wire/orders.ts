import { z } from 'zod';
import { folded } from '../one-or-many.js';
import { figureOrZero, id, instant, perhaps, perhapsFlag, perhapsText, perhapsWord, word } from '../wire.js';
import { pageOf } from './page.js';

export type OrderStatus =
  | 'pending'
  | 'open'
  | 'partially_filled'
  | 'filled'
  | 'canceled'
  | 'expired'
  | 'rejected'
  | 'error'
  | 'pending_cancel'
  | 'held'
  | 'calculated'
  | 'accepted_for_bidding';

/** The parents of OCO, OTO and OTOCO have neither symbol nor side nor quantity: those are told as null and 0. */
const leg = z.object({
  id,
  class: word<'equity' | 'option' | 'multileg' | 'combo' | 'oto' | 'oco' | 'otoco'>(),
  type: perhapsWord<'market' | 'limit' | 'stop' | 'stop_limit' | 'debit' | 'credit' | 'even'>(),
  symbol: z.string().optional(),
  option_symbol: perhapsText,
  side: perhapsWord<'buy' | 'sell' | 'sell_short' | 'buy_to_cover' | 'buy_to_open' | 'buy_to_close' | 'sell_to_open' | 'sell_to_close'>(),
  status: word<OrderStatus>(),
  duration: perhapsWord<'day' | 'gtc' | 'pre' | 'post'>(),
  price: perhaps,
  stop_price: perhaps,
  quantity: figureOrZero,
  exec_quantity: figureOrZero,
  remaining_quantity: figureOrZero,
  /** negative on credit spreads */
  avg_fill_price: figureOrZero,
  last_fill_price: figureOrZero,
  last_fill_quantity: figureOrZero,
  create_date: instant.optional(),
  transaction_date: instant.optional(),
  num_legs: perhaps,
  strategy: perhapsText,
  /** only where the tags were asked for */
  tag: z.string().nullish(),
  reason_description: perhapsText,
});
const order = leg.extend({ leg: folded(leg) });
export type WireLeg = z.output<typeof leg>;
export type WireOrder = z.output<typeof order>;
export const ordersAnswer = z.object({ orders: pageOf('order', order) });
export const orderAnswer = z.object({ order });

/** `ok` acknowledges the request and nothing more: the order may still be rejected, or filled before it is cancelled. */
const acknowledgement = z.object({ id, status: z.string(), partner_id: perhapsText });
export type WireAcknowledgement = z.output<typeof acknowledgement>;
export const acknowledgedAnswer = z.object({ order: acknowledgement });

/** `request_date` has no time zone and is left as it is. */
const preview = z.object({
  status: z.string(),
  result: perhapsFlag,
  cost: figureOrZero,
  order_cost: perhaps,
  commission: figureOrZero,
  fees: figureOrZero,
  margin_change: figureOrZero,
  class: perhapsText,
  strategy: perhapsText,
  symbol: perhapsText,
  option_symbol: perhapsText,
  side: perhapsText,
  type: perhapsText,
  duration: perhapsText,
  quantity: perhaps,
  price: perhaps,
  stop_price: perhaps,
  extended_hours: perhapsFlag,
  day_trades: perhaps,
  request_date: perhapsText,
});
export type WirePreview = z.output<typeof preview>;
export const previewAnswer = z.object({ order: preview });
