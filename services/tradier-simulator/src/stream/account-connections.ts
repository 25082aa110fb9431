import { dollars } from '@sofi/domain';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { ACCOUNT } from '../account/brokerage.js';
import { isWorking, type BrokerOrder } from '../account/broker-order.js';
import { SESSION_NOT_FOUND } from './market-stream.js';
import type { Sessions } from './sessions.js';

const HEARTBEAT_MS = 60_000;
const frame = z.object({ events: z.array(z.string()), sessionid: z.string(), excludeAccounts: z.array(z.string()).default([]) });

/** Tells every change of an order to whoever listens; the newest connection alone. */
export class AccountConnections {
  private listener: WebSocket | undefined;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly sessions: Sessions) {
    this.timer = setInterval(() => this.send({ event: 'heartbeat', status: 'active', timestamp: new Date().toISOString() }), HEARTBEAT_MS);
    this.timer.unref();
  }

  acceptSocket(socket: WebSocket): void {
    socket.on('message', (data) => {
      const read = frame.safeParse(parsed(String(data)));
      const valid = read.success && (socket === this.listener || this.sessions.isValid(read.data.sessionid));
      if (!valid) {
        socket.send(SESSION_NOT_FOUND);
        socket.close();
        return;
      }
      if (this.listener !== socket) this.listener?.close();
      this.listener = read.data.events.includes('order') && !read.data.excludeAccounts.includes(ACCOUNT) ? socket : undefined;
    });
    socket.on('close', () => (this.listener = this.listener === socket ? undefined : this.listener));
    socket.on('error', () => socket.terminate());
  }

  tell(order: BrokerOrder): void {
    const { id, status, terms, quantity, filledQuantity, fillPrice, changed, created, tag } = order;
    this.send({
      id,
      event: 'order',
      status,
      type: terms.type,
      price: 'limitPrice' in terms ? dollars(terms.limitPrice) : 0,
      stop_price: 'stopPrice' in terms ? dollars(terms.stopPrice) : 0,
      avg_fill_price: dollars(fillPrice),
      executed_quantity: filledQuantity,
      last_fill_quantity: filledQuantity,
      remaining_quantity: isWorking(order) ? quantity - filledQuantity : 0,
      transaction_date: new Date(changed).toISOString(),
      create_date: new Date(created).toISOString(),
      account: ACCOUNT,
      ...(tag === undefined ? {} : { tag }),
    });
  }

  close(): void {
    clearInterval(this.timer);
  }

  private send(event: Record<string, unknown>): void {
    if (this.listener?.readyState === WebSocket.OPEN) this.listener.send(JSON.stringify(event));
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
