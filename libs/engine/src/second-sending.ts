import type { OrderView } from '@sofi/domain';
import { opens } from './order-records.js';

/** What becomes of an order that the broker proved not to have. */
export interface AfterAbsence {
  readonly sendAgain: boolean;
  /** in words, for the order's time line */
  readonly reason: string;
}

/** An entry or a ticket was meant for the market of its moment; this far on, market time, it is another market. */
const MOMENT_MS = 5_000;

/**
 * Whether the order is sent once more under the same id. An exit is wanted as much as before, a guard's above all; what opens something only while
 * the market has hardly moved on, as in one that waits for us. A second absence is a broker that loses or hides orders: a third copy might be one too many.
 */
export function afterAbsence({ order, createdAt, events }: OrderView, time: number): AfterAbsence {
  if (events.filter(({ type }) => type === 'submitted').length > 1) return { sendAgain: false, reason: 'it was sent twice and never arrived' };
  const closes = order.origin.kind !== 'person' && !opens(order.side);
  if (closes) return { sendAgain: true, reason: 'it closes a position and is sent again' };
  if (time - createdAt <= MOMENT_MS) return { sendAgain: true, reason: 'its moment is not over and it is sent again' };
  const { side, quantity, symbol } = order;
  return { sendAgain: false, reason: `${side} ${quantity} ${symbol} was never sent; its moment has passed (asked for ${((time - createdAt) / 1_000).toFixed(1)} s ago)` };
}
