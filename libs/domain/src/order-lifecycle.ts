import { InvariantError } from './errors.js';
import type { Fill } from './fill.js';
import type { OrderEvent, OrderEventType, OrderState } from './order-events.js';
import type { BrokerOrderId, Order } from './order.js';
import type { Price } from './price.js';

/** What can happen to an order that exists; two kinds of event lead to two places, depending on how much has been filled. */
type Step = Exclude<OrderEventType, 'approved' | 'refused'> | 'partly_filled' | 'cancel_failed_after_fill';

const ENDINGS = { cancelled: 'cancelled', rejected: 'rejected', expired: 'expired' } as const;
const ANSWERS = { accepted: 'accepted', rejected: 'rejected' } as const;

/**
 * The life of an order, whole: what is not in this table can not happen. The usual way is approved → submitting → accepted → filled; where the
 * answer to the sending is lost, submitting → unknown → (looked up by our tag) accepted or not_sent, and not_sent once more → submitting.
 */
const NEXT: Readonly<Record<OrderState, Partial<Record<Step, OrderState>>>> = {
  approved: { submitted: 'submitting', cancelled: 'cancelled' },
  submitting: { ...ANSWERS, outcome_unknown: 'unknown' },
  unknown: { ...ANSWERS, proven_absent: 'not_sent' },
  accepted: { ...ENDINGS, partly_filled: 'partially_filled', filled: 'filled', cancel_requested: 'cancelling' },
  partially_filled: { ...ENDINGS, partly_filled: 'partially_filled', filled: 'filled', cancel_requested: 'cancelling' },
  cancelling: { ...ENDINGS, partly_filled: 'cancelling', filled: 'filled', cancel_failed: 'accepted', cancel_failed_after_fill: 'partially_filled' },
  // a fill that overtook the end on its way to us: the shares are ours all the same
  cancelled: { partly_filled: 'cancelled', filled: 'filled' },
  expired: { partly_filled: 'expired', filled: 'filled' },
  // the broker shows an order that it did not show when it was looked up; or it is sent again, for its absence is proven
  not_sent: { accepted: 'accepted', submitted: 'submitting' },
  refused: {},
  filled: {},
  rejected: {},
};

const FINISHED: ReadonlySet<OrderState> = new Set<OrderState>(['refused', 'filled', 'cancelled', 'rejected', 'expired', 'not_sent']);

/** Nothing more is expected of the order; what is not sent may be sent again, in the same breath as its absence is proven. */
export function isFinished(state: OrderState): boolean {
  return FINISHED.has(state);
}

/** Everything that is known of one order, folded from its events. */
export interface OrderView {
  readonly order: Order;
  readonly state: OrderState;
  readonly brokerOrderId?: BrokerOrderId;
  readonly filledQuantity: number;
  /** rounded to a millionth; 0 before the first fill */
  readonly averageFillPrice: Price;
  readonly fills: readonly Fill[];
  /** the last reason that was given */
  readonly reason: string;
  /** ms, market clock */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly events: readonly OrderEvent[];
}

/** Whether the table lets this event follow. */
export function mayHappen(view: OrderView, event: Pick<OrderEvent, 'type'> & { readonly complete?: boolean }): boolean {
  return NEXT[view.state][stepOf(view, event)] !== undefined;
}

/**
 * The order after one more event. An event that is already in it changes nothing.
 * Throws an InvariantError on a missing event and on one that the table does not know.
 */
export function nextView(view: OrderView | undefined, event: OrderEvent): OrderView {
  if (!view) return born(event);
  if (event.sequence <= view.events.length) return view;
  if (event.sequence !== view.events.length + 1) throw new InvariantError(`order ${event.orderId}: event ${event.sequence} follows event ${view.events.length}`);
  const state = NEXT[view.state][stepOf(view, event)];
  if (!state) throw new InvariantError(`order ${event.orderId}: ${event.type} can not happen in state ${view.state}`);
  return { ...view, state, ...learned(view, event), updatedAt: event.time, events: [...view.events, event] };
}

/** All events of one order, oldest first → the order. */
export function foldOrder(events: Iterable<OrderEvent>): OrderView {
  let view: OrderView | undefined;
  for (const event of events) view = nextView(view, event);
  if (!view) throw new InvariantError('an order without events');
  return view;
}

function stepOf(view: OrderView, event: Pick<OrderEvent, 'type'> & { readonly complete?: boolean }): Step {
  if (event.type === 'filled') return event.complete ? 'filled' : 'partly_filled';
  if (event.type === 'cancel_failed' && view.filledQuantity > 0) return 'cancel_failed_after_fill';
  return event.type as Step;
}

function born(event: OrderEvent): OrderView {
  if ((event.type !== 'approved' && event.type !== 'refused') || event.sequence !== 1) {
    throw new InvariantError(`order ${event.orderId}: its first event is ${event.type} with sequence ${event.sequence}`);
  }
  const { order, type: state, reason, time } = event;
  return { order, state, filledQuantity: 0, averageFillPrice: 0 as Price, fills: [], reason, createdAt: time, updatedAt: time, events: [event] };
}

function learned(view: OrderView, event: OrderEvent): Partial<OrderView> {
  if (event.type === 'accepted') return { brokerOrderId: event.brokerOrderId };
  if (event.type === 'filled') return filledWith([...view.fills, event.fill]);
  return 'reason' in event ? { reason: event.reason } : {};
}

function filledWith(fills: readonly Fill[]): Pick<OrderView, 'fills' | 'filledQuantity' | 'averageFillPrice'> {
  const filledQuantity = fills.reduce((sum, fill) => sum + fill.quantity, 0);
  const paid = fills.reduce((sum, fill) => sum + fill.quantity * fill.price, 0);
  return { fills, filledQuantity, averageFillPrice: Math.round(paid / filledQuantity) as Price };
}
