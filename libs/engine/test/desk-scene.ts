import {
  cash,
  DEFAULT_RISK,
  price,
  type BrokerOrderId,
  type EquitySymbol,
  type OrderEvent,
  type OrderId,
  type OrderReport,
  type OrderRequest,
  type OrderTerms,
  type RiskSettings,
  type Side,
} from '@sofi/domain';
import { RECORDED_FEED } from '../src/feed-trust.js';
import { OrderDesk, type DeskOptions } from '../src/order-desk.js';
import type { DeskFact } from '../src/order-desk-facts.js';
import { AAPL, calendar, MINUTE, OPEN } from './market-day.js';

export const NOW = OPEN + 10 * MINUTE;
export const OPENING = { cash: cash(100_000), time: OPEN };

/** A margin account with 100,000 dollars, on the Monday of the market day. */
export function desk(changes: Partial<DeskOptions> = {}): OrderDesk {
  return new OrderDesk({ account: 'VA1', calendar, feed: RECORDED_FEED, leverage: 2, ...changes }, OPENING);
}

export function entry(id: string, changes: { symbol?: EquitySymbol; strategyId?: string; at?: number; risk?: Partial<RiskSettings>; time?: number } = {}): OrderRequest {
  const { symbol = AAPL, strategyId = '7', at = 100, risk = {}, time = NOW } = changes;
  return { kind: 'entry', id: id as OrderId, account: 'VA1', symbol, time, strategyId, referencePrice: price(at), risk: { ...DEFAULT_RISK, ...risk }, reason: 'RSI 28 < 30' };
}

export function exit(id: string, changes: { symbol?: EquitySymbol; strategyId?: string } = {}): OrderRequest {
  const { symbol = AAPL, strategyId = '7' } = changes;
  return { kind: 'exit', id: id as OrderId, account: 'VA1', symbol, time: NOW, strategyId, referencePrice: price(100), reason: 'RSI 72 > 70' };
}

export function ticket(
  id: string,
  side: Side,
  quantity: number,
  changes: { symbol?: EquitySymbol; terms?: OrderTerms; duration?: 'day' | 'gtc' | 'pre' | 'post' } = {},
): OrderRequest {
  const { symbol = AAPL, terms = { type: 'market' }, duration = 'day' } = changes;
  return { kind: 'ticket', id: id as OrderId, account: 'VA1', symbol, time: NOW, user: 'ann', side, quantity, terms, duration };
}

export function report(brokerOrderId: string, changes: Partial<OrderReport> = {}): OrderReport {
  return {
    brokerOrderId: brokerOrderId as BrokerOrderId,
    symbol: AAPL,
    status: 'working',
    filledQuantity: 0,
    averageFillPrice: price(0),
    lastFillPrice: price(0),
    time: NOW,
    ...changes,
  };
}

/** Takes the request all the way: accepted by the broker and filled whole at this price. */
export function fillWhole(on: OrderDesk, request: OrderRequest, at: number, time: number = NOW): DeskFact[] {
  const asked = on.request(request, time);
  return [...asked, ...fillPlaced(on, asked, at, time)];
}

/** Everything that was placed is accepted and filled whole. */
export function fillPlaced(on: OrderDesk, facts: readonly DeskFact[], at: number, time: number = NOW): DeskFact[] {
  return facts.flatMap((fact) => {
    if (fact.kind !== 'place') return [];
    const { id, quantity, symbol } = fact.order;
    const filled = report(`b-${id}`, { orderId: id, symbol, status: 'filled', filledQuantity: quantity, averageFillPrice: price(at), lastFillPrice: price(at), time });
    return [...on.placed(id, { outcome: 'accepted', brokerOrderId: filled.brokerOrderId }, time), ...on.report(filled, time)];
  });
}

export function eventsOf(facts: readonly DeskFact[]): OrderEvent[] {
  return facts.flatMap((fact) => (fact.kind === 'event' ? [fact.event] : []));
}

/** `approved submitted place`, or `refused:cooldown` */
export function told(facts: readonly DeskFact[]): string {
  return facts.map((fact) => (fact.kind !== 'event' ? fact.kind : fact.event.type === 'refused' ? `refused:${fact.event.rule}` : fact.event.type)).join(' ');
}
