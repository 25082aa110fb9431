import { orderEventMessage } from '@sofi/contracts';
import { InvariantError, type EquitySymbol, type OrderEvent, type OrderId } from '@sofi/domain';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';

/** An event with what its subject needs. `id` grows in the order of storing. */
export interface StoredOrderEvent {
  readonly id: number;
  readonly account: string;
  readonly symbol: EquitySymbol;
  readonly event: OrderEvent;
}

interface EventRow {
  id: string;
  account: string;
  symbol: string;
  payload: unknown;
}
interface Whose {
  readonly account: string;
  readonly symbol: string;
}

/** The history of every order: only ever added to. */
export class OrderEventStore {
  constructor(private readonly manager: EntityManager) {}

  /**
   * Adds the events in the order given and answers those that were new, unpublished as yet. What is stored already (order, sequence) is left as it is.
   * Throws an InvariantError for an event of an order that nobody has seen begin.
   */
  async append(events: readonly OrderEvent[]): Promise<StoredOrderEvent[]> {
    if (events.length === 0) return [];
    const whose = await this.#owners(events);
    const rows = await this.manager.query<EventRow[]>(
      `INSERT INTO order_events (order_id, sequence, account, symbol, type, time, payload)
       SELECT order_id, sequence, account, symbol, type, time, payload
       FROM unnest($1::text[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::jsonb[])
         WITH ORDINALITY AS given (order_id, sequence, account, symbol, type, time, payload, place)
       ORDER BY place
       ON CONFLICT (order_id, sequence) DO NOTHING RETURNING id, account, symbol, payload`,
      [
        events.map((event) => event.orderId),
        events.map((event) => event.sequence),
        events.map((event) => (whose.get(event.orderId) as Whose).account),
        events.map((event) => (whose.get(event.orderId) as Whose).symbol),
        events.map((event) => event.type),
        events.map((event) => event.time),
        events.map((event) => JSON.stringify(z.encode(orderEventMessage, event))),
      ],
    );
    return rows.map(toStored).toSorted((a, b) => a.id - b.id);
  }

  /** every event of an account in stored order */
  async all(account: string): Promise<OrderEvent[]> {
    return this.#events('WHERE account = $1 ORDER BY id', [account]);
  }

  /** the events of one order in their sequence; none where the order is unknown */
  async of(orderId: OrderId): Promise<OrderEvent[]> {
    return this.#events('WHERE order_id = $1 ORDER BY sequence', [orderId]);
  }

  /** in stored order */
  async unpublished(limit: number): Promise<StoredOrderEvent[]> {
    const rows = await this.manager.query<EventRow[]>('SELECT id, account, symbol, payload FROM order_events WHERE NOT published ORDER BY id LIMIT $1', [limit]);
    return rows.map(toStored);
  }

  async markPublished(ids: readonly number[]): Promise<void> {
    if (ids.length > 0) await this.manager.query('UPDATE order_events SET published = true WHERE id = ANY($1::bigint[])', [ids]);
  }

  async #events(where: string, values: unknown[]): Promise<OrderEvent[]> {
    const rows = await this.manager.query<{ payload: unknown }[]>(`SELECT payload FROM order_events ${where}`, values);
    return rows.map((row) => orderEventMessage.parse(row.payload));
  }

  /** Only the first event of an order names its account and symbol. */
  async #owners(events: readonly OrderEvent[]): Promise<Map<string, Whose>> {
    const whose = new Map<string, Whose>();
    for (const event of events) if ('order' in event) whose.set(event.orderId, event.order);
    const open = [...new Set(events.map((event) => event.orderId))].filter((id) => !whose.has(id));
    if (open.length > 0) {
      const rows = await this.manager.query<(Whose & { order_id: string })[]>('SELECT DISTINCT order_id, account, symbol FROM order_events WHERE order_id = ANY($1)', [open]);
      for (const row of rows) whose.set(row.order_id, row);
    }
    const orphan = open.find((id) => !whose.has(id));
    if (orphan !== undefined) throw new InvariantError(`an event of order ${orphan}, which has no beginning`);
    return whose;
  }
}

function toStored(row: EventRow): StoredOrderEvent {
  return { id: Number(row.id), account: row.account, symbol: row.symbol as EquitySymbol, event: orderEventMessage.parse(row.payload) };
}
