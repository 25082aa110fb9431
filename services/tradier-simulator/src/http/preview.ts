import { dollars, type Cash, type Price } from '@sofi/domain';
import type { AnyTicket, SpreadTicket, Ticket } from '../account/broker-order.js';
import { classOf } from '../account/broker-order.js';
import { securityOf, sign, worth, type Leg } from '../account/instrument.js';
import { needOfTicket, type AccountView } from '../account/placement-rules.js';
import { spreadQuantity } from '../account/spread-book.js';
import { strategyOf } from '../account/spread-form.js';
import type { Simulation } from '../simulation.js';
import { netPriceField, priceFields } from './order-wire.js';
import { newYorkTime } from './wire.js';

/** What the order would cost; of linked orders, the one that works first. */
export function previewWire(ticket: AnyTicket, { brokerage, now }: Simulation): Record<string, unknown> {
  const view = brokerage.view(now);
  const first = 'orders' in ticket ? (ticket.orders[0] as Ticket) : ticket;
  const cost = costOf(first, view);
  return {
    status: 'ok',
    commission: 0,
    cost: dollars(cost),
    fees: 0,
    ...('legs' in first ? spreadFields(first) : singleFields(first)),
    result: true,
    order_cost: dollars(cost),
    margin_change: dollars(needOfTicket(first, view).power as Cash) / 2,
    request_date: newYorkTime(now),
    extended_hours: first.duration === 'pre' || first.duration === 'post',
    class: classOf(ticket),
    strategy: 'legs' in first ? strategyOf(first.legs) : first.optionSymbol === undefined ? 'equity' : 'option',
    day_trades: brokerage.account.dayTrades(now),
  };
}

function singleFields(ticket: Ticket): Record<string, unknown> {
  const { symbol, optionSymbol, quantity, side, terms, duration } = ticket;
  return { symbol, ...(optionSymbol === undefined ? {} : { option_symbol: optionSymbol }), quantity, side, type: terms.type, duration, ...priceFields(ticket) };
}

function spreadFields(ticket: SpreadTicket): Record<string, unknown> {
  const { symbol, type, duration } = ticket;
  return { symbol, quantity: spreadQuantity(ticket), side: 'buy', type, duration, ...netPriceField(ticket) };
}

/** At the limit, or at what stands in the market; of a spread what all legs come to, below 0 where it brings money in. */
function costOf(ticket: Ticket | SpreadTicket, view: AccountView): Cash {
  const at = (leg: Leg): Price => view.priceOf(leg) ?? view.lastOf(leg) ?? (0 as Price);
  if ('legs' in ticket) return ticket.legs.reduce((sum, leg) => sum + worth(securityOf(leg), sign(leg.side) * leg.quantity, at(leg)), 0) as Cash;
  return worth(securityOf(ticket), ticket.quantity, 'limitPrice' in ticket.terms ? ticket.terms.limitPrice : at(ticket));
}
