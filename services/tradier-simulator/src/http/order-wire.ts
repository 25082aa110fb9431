import { dollars, type Price } from '@sofi/domain';
import {
  classOf,
  isWorking,
  type BrokerOrder,
  type LinkedOrder,
  type SingleOrder,
  type SpreadLeg,
  type SpreadOrder,
  type SpreadTicket,
  type Ticket,
} from '../account/broker-order.js';
import { spreadQuantity } from '../account/spread-book.js';
import { strategyOf } from '../account/spread-form.js';
import type { Simulation } from '../simulation.js';
import { collapsed, isoTime } from './wire.js';

/** An order, with its legs, as Tradier writes it. */
export function orderWire(order: BrokerOrder, simulation: Simulation, withTags: boolean): Record<string, unknown> {
  const tag = order.tag === undefined || !withTags ? {} : { tag: order.tag };
  const reason = order.reason === undefined ? {} : { reason_description: order.reason };
  const legs = () => ({ leg: collapsed(simulation.brokerage.legsOf(order.id).map((leg) => orderWire(leg, simulation, withTags))) });
  if (order.kind === 'linked') return { id: order.id, class: order.class, status: order.status, ...tag, ...dates(order), ...reason, ...legs() };
  const head = order.kind === 'spread' ? spreadHead(order) : legHead(order);
  const figures = { ...progress(order, spreadQuantityOf(order), simulation), ...dates(order), class: classOf(order) };
  if (order.kind === 'spread') return { ...head, ...figures, num_legs: order.legs.length, strategy: strategyOf(order.legs), ...reason, ...tag, ...legs() };
  const option = order.optionSymbol === undefined ? {} : { option_symbol: order.optionSymbol };
  return { ...head, ...figures, ...option, ...reason, ...tag };
}

export function priceFields({ terms }: Pick<Ticket, 'terms'>): Record<string, number> {
  return {
    ...('limitPrice' in terms ? { price: dollars(terms.limitPrice) } : {}),
    ...('stopPrice' in terms ? { stop_price: dollars(terms.stopPrice) } : {}),
  };
}

export function netPriceField({ netPrice }: Pick<SpreadTicket, 'netPrice'>): Record<string, number> {
  return netPrice === undefined ? {} : { price: dollars(netPrice) };
}

function spreadQuantityOf(order: Exclude<BrokerOrder, LinkedOrder>): number {
  return order.kind === 'spread' ? spreadQuantity(order) : order.quantity;
}

function spreadHead(order: SpreadOrder): Record<string, unknown> {
  const { id, type, symbol, status, duration } = order;
  return { id, type, symbol, side: 'buy', quantity: spreadQuantity(order), status, duration, ...netPriceField(order) };
}

function legHead(order: SingleOrder | SpreadLeg): Record<string, unknown> {
  const { id, symbol, side, quantity, status, duration } = order;
  const prices = order.kind === 'leg' ? netPriceField(order) : priceFields(order);
  return { id, type: order.kind === 'leg' ? order.type : order.terms.type, symbol, side, quantity, status, duration, ...prices };
}

/** What a canceled or expired order leaves is told as 0, what a rejected one leaves as all of it. */
function progress(order: Exclude<BrokerOrder, LinkedOrder>, quantity: number, { now, priceLag }: Simulation): Record<string, number> {
  const filled = order.kind === 'spread' ? (order.status === 'filled' ? quantity : 0) : order.filledQuantity;
  const lags = order.status === 'filled' && now < order.changed + priceLag;
  return {
    avg_fill_price: dollars(lags ? (0 as Price) : order.fillPrice),
    exec_quantity: filled,
    last_fill_price: dollars(lags ? (0 as Price) : order.lastPrice),
    last_fill_quantity: order.lastQuantity,
    remaining_quantity: isWorking(order) || order.status === 'rejected' ? quantity - filled : 0,
  };
}

function dates({ created, changed }: BrokerOrder): Record<string, string> {
  return { create_date: isoTime(created), transaction_date: isoTime(changed) };
}
