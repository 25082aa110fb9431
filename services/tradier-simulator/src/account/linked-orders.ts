import { isWorking, type BrokerOrderStatus, type LinkedTicket, type SingleOrder } from './broker-order.js';

/** The order that brings the others to work; none in a pair of equals. */
export function triggerOf<T>(kind: LinkedTicket['class'], orders: readonly T[]): T | undefined {
  return kind === 'oco' ? undefined : orders[0];
}

/** Those that wait for the trigger, or work from the beginning where there is none. */
export function membersOf<T>(kind: LinkedTicket['class'], orders: readonly T[]): readonly T[] {
  return kind === 'oco' ? orders : orders.slice(1);
}

/** What the parent is while its orders are this: like the trigger until that is filled, then filled with the first of the others. */
export function statusOfGroup(kind: LinkedTicket['class'], orders: readonly Pick<SingleOrder, 'status'>[]): BrokerOrderStatus {
  const trigger = triggerOf(kind, orders);
  if (trigger && trigger.status !== 'filled') return trigger.status;
  const statuses = membersOf(kind, orders).map(({ status }) => status);
  const working = statuses.filter((status) => isWorking({ status }));
  const [first = 'pending'] = statuses;
  if (statuses.includes('filled')) return 'filled';
  if (working.length > 0) return trigger ? 'open' : (working.find((status) => status !== 'pending') ?? 'pending');
  return statuses.find((status) => status !== first) ?? first;
}
