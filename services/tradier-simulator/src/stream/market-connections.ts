import type { ServerResponse } from 'node:http';
import type { EquitySymbol } from '@sofi/domain';
import type { WebSocket } from 'ws';
import { z } from 'zod';
import type { Log } from '../log.js';
import { SESSION_NOT_FOUND, type MarketStream } from './market-stream.js';
import type { StreamFaults } from '../faults/stream-faults.js';
import { ResponseOutlet, SocketOutlet } from './outlets.js';
import type { Sessions } from './sessions.js';
import { subscriptionOf, type Subscription, type SubscriptionRequest } from './subscription.js';

const names = z.union([z.array(z.string()), z.string().transform((text) => text.split(','))]);
/** Or its text: `"false"` means no. */
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')]);
const frame = z.union([
  z.object({ acknowledge: z.coerce.number() }),
  z.object({ sessionid: z.string(), symbols: names, filter: names.default([]), linebreak: flag.default(false) }),
]);

export interface ConnectionOptions {
  readonly stream: MarketStream;
  readonly sessions: Sessions;
  readonly lists: (symbol: EquitySymbol) => boolean;
  readonly acknowledge: (time: number) => void;
  readonly faults: StreamFaults;
  readonly log: Log;
}

/** Clients of the market stream, by socket or by an answer that does not end. */
export class MarketConnections {
  constructor(private readonly options: ConnectionOptions) {}

  acceptSocket(socket: WebSocket): void {
    const { stream, sessions, acknowledge, faults, log } = this.options;
    const outlet = faults.outlet(new SocketOutlet(socket), 'market');
    let sessionId: string | undefined;
    socket.on('message', (data) => {
      const read = frame.safeParse(parsed(String(data)));
      if (!read.success) return socket.send('{"error":"the frame is not understood"}');
      if ('acknowledge' in read.data) return stream.isCurrent(outlet) ? acknowledge(outlet.trueTime(read.data.acknowledge)) : undefined;
      // a session that has begun on this connection goes on beyond its five minutes
      if (read.data.sessionid !== sessionId && !sessions.isValid(read.data.sessionid)) return refuse(socket);
      if (outlet.refuses()) return;
      if (sessions.refuseSecond && stream.listening() && !stream.isCurrent(outlet)) return outlet.refuse();
      sessionId = read.data.sessionid;
      log('subscribed', { symbols: read.data.symbols.length, filter: read.data.filter.join(',') });
      stream.subscribe(outlet, this.read(read.data));
    });
    socket.on('close', () => {
      log('stream closed');
      faults.gone(outlet);
      stream.leave(outlet);
    });
    socket.on('error', () => socket.terminate());
  }

  acceptRequest(response: ServerResponse, form: ReadonlyMap<string, string>): void {
    const list = (name: string) => (form.get(name) ?? '').split(',').filter((each) => each !== '');
    const sessionid = form.get('sessionid') ?? '';
    const headers = { 'X-Simulated-Market': 'true', 'Content-Type': 'application/json' };
    const { stream, sessions, faults } = this.options;
    if (!sessions.isValid(sessionid)) {
      response.writeHead(401, headers);
      response.end(SESSION_NOT_FOUND);
      return;
    }
    response.writeHead(200, headers);
    response.flushHeaders();
    const outlet = faults.outlet(new ResponseOutlet(response), 'market');
    response.on('close', () => {
      faults.gone(outlet);
      stream.leave(outlet);
    });
    if (outlet.refuses()) return;
    if (sessions.refuseSecond && stream.listening()) return outlet.refuse();
    stream.subscribe(outlet, this.read({ sessionid, symbols: list('symbols'), filter: list('filter'), linebreak: form.get('linebreak') === 'true' }));
  }

  private read(request: SubscriptionRequest): Subscription {
    return subscriptionOf(request, this.options.lists);
  }
}

function refuse(socket: WebSocket): void {
  socket.send(SESSION_NOT_FOUND);
  socket.close();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
