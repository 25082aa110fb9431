import { Link } from 'wouter';
import { useOrder } from '../data/queries.js';
import { closeTicket } from '../data/ticket-store.js';
import { money, shares } from '../logic/money-format.js';
import { stateWords } from '../logic/order-words.js';
import type { Placed } from '../wire.js';
import { OrderTimeline } from './order-timeline.js';
import { StateBadge } from './state-badge.js';

const POLL_MS = 2_000;

/** What became of the order, live: socket events renew it, a slow poll stands behind them. */
export function TicketResult({ placed, another }: { placed: Placed; another: () => void }) {
  const order = useOrder(placed.orderId, POLL_MS);
  const state = order.data?.status ?? placed.status;
  const filled =
    order.data && order.data.filledQuantity > 0 ? `${shares(order.data.filledQuantity)} of ${shares(order.data.quantity)} at ${money(order.data.averageFillPrice)}` : undefined;
  const reason = filled ?? (order.data?.reason || placed.reason);
  return (
    <div className="flex flex-col gap-4">
      <div role="status" data-testid="ticket-status" data-status={state} data-order-id={placed.orderId} className="flex flex-col gap-2 rounded-field bg-base-200 p-3">
        <div className="flex items-center justify-between gap-2">
          <StateBadge state={state} />
          <span className="truncate text-xs text-soft">{placed.orderId}</span>
        </div>
        {reason && <p className="text-[13px]">{reason}</p>}
      </div>
      {order.data && <OrderTimeline events={order.data.events} />}
      <div className="flex gap-2">
        <Link href="/orders" className="btn btn-sm" onClick={closeTicket}>
          All orders
        </Link>
        <button type="button" className="btn btn-sm btn-ghost" onClick={another}>
          {stateWords(state).tone === 'bad' ? 'Change and try again' : 'New order'}
        </button>
      </div>
    </div>
  );
}
