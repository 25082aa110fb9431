import { ChevronRight } from 'lucide-react';
import { Fragment, useState } from 'react';
import { api } from '../data/api.js';
import { useAction, useOrder } from '../data/queries.js';
import { useCanTrade } from '../data/session.js';
import { money, shares } from '../logic/money-format.js';
import { dayAndTime } from '../logic/new-york-clock.js';
import { isBuying, originWords, sideWord, stateWords, termsWords } from '../logic/order-words.js';
import type { OrderRow } from '../wire.js';
import { confirm } from './confirm.js';
import { OrderTimeline } from './order-timeline.js';
import { Failure, Rows } from './query-states.js';
import { StateBadge } from './state-badge.js';

const COLUMNS = 9;

/** Each row opens to the whole life of its order. */
export function OrderTable({ orders, strategyName }: { orders: readonly OrderRow[]; strategyName: (id: string) => string | undefined }) {
  const [open, setOpen] = useState<string>();
  return (
    <table className="grid-table">
      <thead>
        <tr>
          <th aria-label="Details" />
          <th className="max-md:hidden">Placed (New York)</th>
          <th>Order</th>
          <th className="max-md:hidden">Terms</th>
          <th className="num max-md:hidden">Filled</th>
          <th className="num max-md:hidden">Average</th>
          <th className="max-md:hidden">State</th>
          <th className="max-md:hidden">Asked by</th>
          <th aria-label="Actions" />
        </tr>
      </thead>
      <tbody>
        {orders.map((order) => (
          <Fragment key={order.orderId}>
            <Row order={order} open={open === order.orderId} toggle={() => setOpen(open === order.orderId ? undefined : order.orderId)} strategyName={strategyName} />
            {open === order.orderId && <Life orderId={order.orderId} />}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function Row({ order, open, toggle, strategyName }: { order: OrderRow; open: boolean; toggle: () => void; strategyName: (id: string) => string | undefined }) {
  return (
    <tr data-testid={`order-row-${order.orderId}`} data-status={order.status} className={`cursor-pointer hover:bg-base-200/60 ${open ? 'bg-base-200/60' : ''}`} onClick={toggle}>
      <td className="w-8 pr-0!">
        <button type="button" aria-expanded={open} aria-label={`Timeline of ${sideWord(order.side)} ${order.symbol}`} className="btn btn-ghost btn-xs btn-square">
          <ChevronRight aria-hidden className={`size-4 transition-transform ${open ? 'rotate-90' : ''}`} />
        </button>
      </td>
      <td className="whitespace-nowrap text-soft max-md:hidden">{dayAndTime(order.createdAt)}</td>
      <td className="md:whitespace-nowrap">
        <span className={`font-medium ${isBuying(order.side) ? 'up' : 'down'}`}>{sideWord(order.side)}</span> {shares(order.quantity)}{' '}
        <span className="font-semibold">{order.symbol}</span>
        <span className="block text-xs text-soft md:hidden">
          {termsWords(order)} · {dayAndTime(order.createdAt)}
        </span>
        <span className="mt-1 block md:hidden">
          <StateBadge state={order.status} />
        </span>
      </td>
      <td className="whitespace-nowrap max-md:hidden">
        {termsWords(order)} <span className="text-soft">· {order.duration}</span>
      </td>
      <td className="num max-md:hidden">
        {shares(order.filledQuantity)} / {shares(order.quantity)}
      </td>
      <td className="num max-md:hidden">{money(order.averageFillPrice)}</td>
      <td className="max-md:hidden">
        <StateBadge state={order.status} />
      </td>
      <td className="max-w-56 truncate text-soft max-md:hidden" title={order.reason}>
        {originWords(order.origin, strategyName)}
      </td>
      <td className="text-right">
        <CancelButton order={order} />
      </td>
    </tr>
  );
}

function CancelButton({ order }: { order: OrderRow }) {
  const cancel = useAction(() => api.delete(`orders/${encodeURIComponent(order.orderId)}`), {
    done: () => `Cancel of ${order.symbol} requested`,
    failed: `The cancel of ${order.symbol} failed`,
    changes: ['orders', 'order'],
  });
  if (!useCanTrade() || !stateWords(order.status).cancellable) return null;
  const ask = async () => {
    if (
      await confirm(
        `Cancel the ${order.symbol} order?`,
        `${sideWord(order.side)} ${shares(order.quantity)} ${order.symbol}, ${termsWords(order)}. What is already filled stays.`,
        'Cancel order',
      )
    )
      cancel.mutate(undefined);
  };
  return (
    <button
      type="button"
      data-testid={`order-cancel-${order.orderId}`}
      className="btn btn-xs"
      disabled={cancel.isPending}
      onClick={(event) => {
        event.stopPropagation();
        void ask();
      }}
    >
      Cancel
    </button>
  );
}

function Life({ orderId }: { orderId: string }) {
  const order = useOrder(orderId);
  return (
    <tr>
      <td colSpan={COLUMNS} className="bg-base-200/60 p-0!">
        <div className="max-w-3xl px-5 py-4 md:px-12">
          {order.data ? (
            <>
              <OrderTimeline events={order.data.events} />
              <p className="text-xs wrap-anywhere text-soft">
                {orderId} · broker order {order.data.brokerOrderId ?? 'none'} · account {order.data.account}
              </p>
            </>
          ) : order.isError ? (
            <Failure error={order.error} retry={order.refetch} />
          ) : (
            <Rows count={3} height="h-5" />
          )}
        </div>
      </td>
    </tr>
  );
}
