import { dollars, type Order, type Origin } from '@sofi/domain';
import type { OrderView } from '@sofi/domain';
import type { OrderSummary } from '@sofi/postgres';

/** The line of the blotter for an order as it stands. */
export function orderRow(view: OrderView): OrderSummary {
  const { order } = view;
  return {
    orderId: order.id,
    brokerOrderId: view.brokerOrderId ?? null,
    account: order.account,
    symbol: order.symbol,
    side: order.side,
    quantity: order.quantity,
    type: order.type,
    ...pricesOf(order),
    duration: order.duration,
    status: view.state,
    filledQuantity: view.filledQuantity,
    averageFillPrice: view.filledQuantity === 0 ? null : dollars(view.averageFillPrice),
    origin: inWords(order.origin),
    strategyId: order.origin.kind === 'person' ? null : order.origin.strategyId,
    reason: view.reason,
    createdAt: view.createdAt,
    updatedAt: view.updatedAt,
  };
}

function pricesOf(order: Order): { limitPrice: number | null; stopPrice: number | null } {
  return {
    limitPrice: 'limitPrice' in order ? dollars(order.limitPrice) : null,
    stopPrice: 'stopPrice' in order ? dollars(order.stopPrice) : null,
  };
}

function inWords(origin: Origin): string {
  return origin.kind === 'person' ? `person:${origin.user}` : `${origin.kind}:${origin.strategyId} ${origin.intent}`;
}
