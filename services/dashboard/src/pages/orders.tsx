import { ListOrdered } from 'lucide-react';
import { useState } from 'react';
import { useOrders, useStrategies } from '../data/queries.js';
import { matchesFilter, ORDER_FILTERS, type OrderFilter } from '../logic/order-words.js';
import type { OrderRow } from '../wire.js';
import { Choice } from '../parts/field.js';
import { OrderTable } from '../parts/order-table.js';
import { PageHead } from '../parts/panel.js';
import { Empty, Loaded } from '../parts/query-states.js';

const WORDS: Record<OrderFilter, string> = { all: 'All', working: 'Working', filled: 'Filled', ended: 'Cancelled, expired', refused: 'Refused, rejected' };

export function OrdersPage() {
  const orders = useOrders();
  const strategies = useStrategies().data;
  const [filter, setFilter] = useState<OrderFilter>('all');
  const [text, setText] = useState('');
  const nameOf = (id: string) => strategies?.find((strategy) => strategy.id === id)?.name;
  const matches = (order: OrderRow) => matchesFilter(order.status, filter) && order.symbol.includes(text.trim().toUpperCase());
  const counted = (one: OrderFilter) => orders.data?.filter((order) => matchesFilter(order.status, one)).length ?? 0;
  return (
    <>
      <PageHead title="Orders" lead="Every order and its whole life: who asked, what the gate said, what the broker did." />
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <Choice label="Filter" testId="order-filter" options={ORDER_FILTERS} value={filter} onChange={setFilter} words={(one) => `${WORDS[one]} ${counted(one)}`} />
        <input type="search" aria-label="Filter by symbol" placeholder="Symbol" className="input input-sm w-32" value={text} onChange={(event) => setText(event.target.value)} />
      </div>
      <section className="panel overflow-x-auto" aria-label="Orders">
        <Loaded query={orders}>
          {(rows) => {
            const shown = rows.filter(matches).toSorted((a, b) => b.createdAt - a.createdAt);
            if (rows.length === 0)
              return (
                <Empty icon={<ListOrdered />} title="No orders yet">
                  Orders of your strategies and of your own tickets are listed here, from the wish to the fill.
                </Empty>
              );
            return shown.length === 0 ? <Empty title="No order matches this filter" /> : <OrderTable orders={shown} strategyName={nameOf} />;
          }}
        </Loaded>
      </section>
    </>
  );
}
