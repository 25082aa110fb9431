import type { Fill } from './fill.js';
import type { BrokerOrderId, Order, OrderId } from './order.js';
import type { Price } from './price.js';

/**
 * The states of an order. "Sent" is not "accepted", "accepted" is not "filled";
 * `refused` is our risk gate, `rejected` the broker; `unknown` is an unclear outcome that is being looked up.
 */
export const ORDER_STATES = [
  'approved',
  'refused',
  'submitting',
  'unknown',
  'accepted',
  'partially_filled',
  'cancelling',
  'filled',
  'cancelled',
  'rejected',
  'expired',
  'not_sent',
] as const;
export type OrderState = (typeof ORDER_STATES)[number];

/** What happened to an order, in the past tense. `time` is the market's clock in ms; `sequence` counts from 1 within the order. */
export type OrderEvent = {
  readonly orderId: OrderId;
  readonly sequence: number;
  readonly time: number;
} & OrderHappening;

export type OrderHappening =
  | {
      readonly type: 'approved';
      readonly order: Order;
      readonly reason: string;
      /** levels to guard from the first fill on */
      readonly stopLossPct?: number;
      readonly takeProfitPct?: number;
      /** the price that sizing and risk used */
      readonly referencePrice: Price;
    }
  | { readonly type: 'refused'; readonly order: Order; readonly rule: string; readonly reason: string }
  | { readonly type: 'submitted' }
  | { readonly type: 'accepted'; readonly brokerOrderId: BrokerOrderId }
  | { readonly type: 'outcome_unknown'; readonly reason: string }
  | { readonly type: 'proven_absent'; readonly reason: string }
  | { readonly type: 'filled'; readonly fill: Fill; readonly cumulativeQuantity: number; readonly complete: boolean }
  | { readonly type: 'cancel_requested'; readonly reason: string }
  | { readonly type: 'cancel_failed'; readonly reason: string }
  | { readonly type: 'cancelled'; readonly reason: string }
  | { readonly type: 'rejected'; readonly reason: string }
  | { readonly type: 'expired'; readonly reason: string };
export type OrderEventType = OrderHappening['type'];
