import type { Duration, EquitySymbol, OrderTerms, Price } from '@sofi/domain';
import type { Leg } from './instrument.js';

export type BrokerOrderStatus = 'pending' | 'open' | 'partially_filled' | 'filled' | 'canceled' | 'expired' | 'rejected';

/** A share or an option alone, already checked for its form. */
export interface Ticket extends Leg {
  readonly terms: OrderTerms;
  readonly duration: Duration;
  readonly tag: string | undefined;
}

export type SpreadType = 'market' | 'debit' | 'credit' | 'even';

/** Options, or a share with its options, that are traded together at one net price. */
export interface SpreadTicket {
  readonly class: 'multileg' | 'combo';
  readonly symbol: EquitySymbol;
  readonly type: SpreadType;
  /** of one unit, unsigned; undefined for market and even */
  readonly netPrice: Price | undefined;
  readonly duration: Duration;
  readonly legs: readonly Leg[];
  readonly tag: string | undefined;
}

/** oto: the first brings the second to work · oco: one cancels the other · otoco: the first brings a pair of which one cancels the other. */
export interface LinkedTicket {
  readonly class: 'oto' | 'oco' | 'otoco';
  readonly orders: readonly Ticket[];
  readonly tag: string | undefined;
}

export type AnyTicket = Ticket | SpreadTicket | LinkedTicket;

/** What has become of an order. */
export interface Progress {
  readonly id: number;
  /** of the order that this one is a leg of */
  readonly parentId: number | undefined;
  readonly status: BrokerOrderStatus;
  readonly filledQuantity: number;
  /** the average, rounded to a millionth; 0 until filled; negative where a spread brought money in */
  readonly fillPrice: Price;
  readonly lastQuantity: number;
  readonly lastPrice: Price;
  readonly reason: string | undefined;
  /** market time, ms */
  readonly created: number;
  readonly changed: number;
}

/** `waits`: for the fill of the order that brings it to work */
export type SingleOrder = Progress & Ticket & { readonly kind: 'single'; readonly waits: boolean };
export type SpreadOrder = Progress & SpreadTicket & { readonly kind: 'spread' };
export type SpreadLeg = Progress & Leg & Pick<SpreadTicket, 'type' | 'netPrice' | 'duration' | 'tag'> & { readonly kind: 'leg' };
export type LinkedOrder = Progress & LinkedTicket & { readonly kind: 'linked' };

/** An order as the simulated broker keeps it. */
export type BrokerOrder = SingleOrder | SpreadOrder | SpreadLeg | LinkedOrder;

export function isWorking({ status }: Pick<BrokerOrder, 'status'>): boolean {
  return status === 'pending' || status === 'open' || status === 'partially_filled';
}

export function classOf(order: BrokerOrder | AnyTicket): 'equity' | 'option' | SpreadTicket['class'] | LinkedTicket['class'] {
  if ('class' in order) return order.class;
  return order.optionSymbol === undefined ? 'equity' : 'option';
}

/** Ids that a ticket takes: its own and, in the order of its parts, the next ones. */
export function idsOf(ticket: AnyTicket): number {
  if ('legs' in ticket) return 1 + ticket.legs.length;
  return 'orders' in ticket ? 1 + ticket.orders.length : 1;
}

/** What is left to be traded. */
export function remaining(order: SingleOrder | SpreadLeg): number {
  return isWorking(order) ? order.quantity - order.filledQuantity : 0;
}

/** The order of a ticket and those of its parts, all in one state. */
export function ordersOf(id: number, ticket: AnyTicket, status: BrokerOrderStatus, time: number, reason?: string): BrokerOrder[] {
  const progress = (each: number): Progress => ({ ...UNTOUCHED, id: each, parentId: each === id ? undefined : id, status, reason, created: time, changed: time });
  if ('legs' in ticket) {
    const { type, netPrice, duration, tag } = ticket;
    const legs = ticket.legs.map((leg, at): SpreadLeg => ({ ...leg, type, netPrice, duration, tag, ...progress(id + 1 + at), kind: 'leg' }));
    return [{ ...ticket, ...progress(id), kind: 'spread' }, ...legs];
  }
  if ('orders' in ticket) {
    const waits = (at: number) => ticket.class !== 'oco' && at > 0;
    const orders = ticket.orders.map((order, at): SingleOrder => ({ ...order, tag: ticket.tag, ...progress(id + 1 + at), kind: 'single', waits: waits(at) }));
    return [{ ...ticket, ...progress(id), kind: 'linked' }, ...orders];
  }
  return [{ ...ticket, ...progress(id), kind: 'single', waits: false }];
}

const UNTOUCHED = { filledQuantity: 0, fillPrice: 0 as Price, lastQuantity: 0, lastPrice: 0 as Price };
