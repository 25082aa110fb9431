import { dollars, type Price } from '@sofi/domain';
import type { WebSocket } from 'ws';
import { z } from 'zod';
import { ACCOUNT } from '../account/brokerage.js';
import { isWorking, type BrokerOrder } from '../account/broker-order.js';
import { SESSION_NOT_FOUND } from './market-stream.js';
import { spreadQuantity } from '../account/spread-book.js';
import type { FaultyOutlet } from '../faults/faulty-outlet.js';
import type { StreamFaults } from '../faults/stream-faults.js';
import { SocketOutlet } from './outlets.js';
import type { Sessions } from './sessions.js';

const HEARTBEAT_MS = 60_000;
const frame = z.object({ events: z.array(z.string()), sessionid: z.string(), excludeAccounts: z.array(z.string()).default([]) });

/** Tells every change of an order or a leg to whoever listens; the newest connection alone. What it sends again replaces what it asked for before. */
export class AccountConnections {
  private current: FaultyOutlet | undefined;
  private wantsOrders = false;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly sessions: Sessions,
    private readonly faults: StreamFaults,
    private readonly account: string = ACCOUNT,
  ) {
    this.timer = setInterval(() => this.send({ event: 'heartbeat', status: 'active', timestamp: new Date().toISOString() }), HEARTBEAT_MS);
    this.timer.unref();
  }

  acceptSocket(socket: WebSocket): void {
    const outlet = this.faults.outlet(new SocketOutlet(socket), 'account');
    socket.on('message', (data) => {
      const read = frame.safeParse(parsed(String(data)));
      if (!read.success || (outlet !== this.current && !this.sessions.isValid(read.data.sessionid))) return refuse(outlet);
      if (outlet.refuses()) return;
      if (this.sessions.refuseSecond && this.current && this.current !== outlet) return outlet.refuse();
      if (this.current && this.current !== outlet) refuse(this.current);
      this.current = outlet;
      this.wantsOrders = read.data.events.includes('order') && !read.data.excludeAccounts.includes(this.account);
    });
    socket.on('close', () => {
      this.faults.gone(outlet);
      if (this.current === outlet) this.current = undefined;
    });
    socket.on('error', () => socket.terminate());
  }

  tell(order: BrokerOrder): void {
    if (this.wantsOrders) this.send(orderEvent(order, this.account));
  }

  close(): void {
    clearInterval(this.timer);
  }

  private send(event: Record<string, unknown>): void {
    this.current?.send([JSON.stringify(event)], false);
  }
}

function refuse(outlet: FaultyOutlet): void {
  outlet.send([SESSION_NOT_FOUND], false);
  outlet.close();
}

/** The whole state of an order, without symbol and side: they are found by its id. */
function orderEvent(order: BrokerOrder, account: string): Record<string, unknown> {
  const { id, parentId, status, fillPrice, changed, created, tag } = order;
  return {
    id,
    ...(parentId === undefined ? {} : { parent_id: parentId }),
    event: 'order',
    status,
    ...(order.kind === 'linked' ? {} : { ...pricesOf(order), avg_fill_price: dollars(fillPrice), ...quantitiesOf(order) }),
    transaction_date: new Date(changed).toISOString(),
    create_date: new Date(created).toISOString(),
    account,
    ...(tag === undefined ? {} : { tag }),
  };
}

type Priced = Exclude<BrokerOrder, { kind: 'linked' }>;

function pricesOf(order: Priced): Record<string, unknown> {
  const shown = (price: Price | undefined) => (price === undefined ? 0 : dollars(price));
  if (order.kind !== 'single') return { type: order.type, price: shown(order.netPrice), stop_price: 0 };
  const { terms } = order;
  return { type: terms.type, price: shown('limitPrice' in terms ? terms.limitPrice : undefined), stop_price: shown('stopPrice' in terms ? terms.stopPrice : undefined) };
}

function quantitiesOf(order: Priced): Record<string, number> {
  const quantity = order.kind === 'spread' ? spreadQuantity(order) : order.quantity;
  const executed = order.kind === 'spread' ? (order.status === 'filled' ? quantity : 0) : order.filledQuantity;
  return { executed_quantity: executed, last_fill_quantity: order.lastQuantity, remaining_quantity: isWorking(order) ? quantity - executed : 0 };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
