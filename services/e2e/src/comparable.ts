import type { Decision, OrderEvent } from '@sofi/domain';

/** A strategy's id is drawn at random; two runs of the same strategy are compared under one name. */
export function renamed<T>(value: T, id: string): T {
  return JSON.parse(JSON.stringify(value).replaceAll(id, 'strategy')) as T;
}

/** Events of different orders may be stored in either order (orders are placed side by side); those of one order are in line. */
export function byOrder(events: readonly OrderEvent[]): Map<string, OrderEvent[]> {
  const orders = new Map<string, OrderEvent[]>();
  for (const event of events) orders.set(event.orderId, [...(orders.get(event.orderId) ?? []), event]);
  return new Map([...orders].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The broker numbers its orders as it pleases: its number is no part of what must agree. */
export function withoutBrokerIds(events: readonly OrderEvent[]): OrderEvent[] {
  return JSON.parse(JSON.stringify(events).replaceAll(/"brokerOrderId":"[^"]*"/g, '"brokerOrderId":"-"')) as OrderEvent[];
}

/** What became of each order, however it got there: a look-up after a kill is a detour, not another outcome. */
export function outcomes(events: readonly OrderEvent[]): object[] {
  return [...byOrder(events)].map(([orderId, own]) => {
    const [first] = own;
    const order = first?.type === 'approved' || first?.type === 'refused' ? first.order : undefined;
    const fills = own.flatMap((event) => (event.type === 'filled' ? [{ quantity: event.fill.quantity, price: event.fill.price, time: event.fill.time }] : []));
    return { orderId, order, refused: first?.type === 'refused' ? first.rule : undefined, fills, last: own.at(-1)?.type };
  });
}

/** In one order, whichever way they were stored. */
export function sortedDecisions(decisions: readonly Decision[]): Decision[] {
  return decisions.toSorted((a, b) => a.barStart - b.barStart || (a.symbol < b.symbol ? -1 : 1));
}
