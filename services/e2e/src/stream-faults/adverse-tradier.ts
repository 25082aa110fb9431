import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { atNewYork } from '@sofi/domain';
import { WebSocketServer, type WebSocket } from 'ws';
import { responseOutlet, socketOutlet, type Outlet } from './outlet.js';
import type { ToldDay } from './told-day.js';

const STREAM = '/v1/markets/events';
const SESSION_NOT_FOUND = '{"error":"session not found"}';

/** Tradier's market side over a recorded day, whose stream fails when it is told to. One session at a time: the newest is the only one that is known. */
export class AdverseTradier {
  /** streams that were opened since the start, by way */
  readonly opened = { socket: 0, http: 0 };
  /** readings of quotes */
  polls = 0;
  /** grows with each listener that comes or goes: what was told meanwhile may be lost */
  changes = 0;
  onChange: () => void = () => {};
  private listener: Outlet | undefined;
  private session = '';
  private sessions = 0;
  private readonly deafened: Outlet[] = [];
  private readonly events = new EventEmitter();

  private constructor(
    private readonly server: Server,
    private readonly sockets: WebSocketServer,
    private readonly day: ToldDay,
  ) {
    sockets.on('connection', (socket) => this.greet(socket));
    server.on('request', (request: IncomingMessage, response: ServerResponse) => this.onRequest(request, response));
  }

  static async start(day: ToldDay): Promise<AdverseTradier> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new AdverseTradier(server, new WebSocketServer({ server, path: STREAM, perMessageDeflate: false }), day);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  /** TCP connections that this end holds, of the stream and of REST. */
  connected(): Promise<number> {
    return new Promise((resolve, reject) => this.server.getConnections((error, count) => (error ? reject(error) : resolve(count))));
  }

  /** What a server's own patience does in the end: half-open connections are given up. */
  giveUpHalfOpen(): void {
    for (const outlet of this.deafened.splice(0)) outlet.drop();
  }

  /** Resolves when somebody listens; at once where somebody does. */
  async heard(): Promise<void> {
    while (this.listener === undefined) await once(this.events, 'subscribed');
  }

  tell(text: string): void {
    this.listener?.send(text);
  }

  clock(time = this.day.now): void {
    this.tell(`{"type":"clock","date":"${Math.floor(time / 1_000) * 1_000}","paced":false}\n`);
  }

  /** The connection is reset. */
  drop(): void {
    this.listener?.drop();
    this.listener = undefined;
  }

  /** The connection stays, but nothing more is read or said on it, not even a pong. */
  halfOpen(): void {
    if (!this.listener) return;
    this.listener.deafen();
    this.deafened.push(this.listener);
    this.listener = undefined;
  }

  /** The connection stays and answers pings, but no longer has the market. */
  stall(): void {
    if (this.listener) this.deafened.push(this.listener);
    this.listener = undefined;
  }

  loseSession(): void {
    this.session = '';
    this.tell(SESSION_NOT_FOUND);
    this.listener?.close();
    this.listener = undefined;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets.clients) socket.terminate();
    this.sockets.close();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private greet(socket: WebSocket): void {
    const outlet = socketOutlet(socket);
    socket.on('message', (data: Buffer) => {
      const { sessionid } = JSON.parse(data.toString()) as { sessionid?: string };
      if (sessionid !== undefined && this.subscribe(outlet, sessionid)) this.opened.socket += 1;
    });
    socket.on('close', () => this.left(outlet));
  }

  private onRequest(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (url.pathname === STREAM) return void this.stream(request, url, response);
    const content = this.answer(url);
    response.writeHead(content === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(content ?? 'not here'));
  }

  /** The HTTP stream: the session is in the query or in the form. */
  private async stream(request: IncomingMessage, url: URL, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const piece of request) body += String(piece);
    const session = url.searchParams.get('sessionid') ?? new URLSearchParams(body).get('sessionid') ?? '';
    if (session !== this.session) return void response.writeHead(401).end(SESSION_NOT_FOUND);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    const outlet = responseOutlet(response);
    response.on('close', () => this.left(outlet));
    this.opened.http += 1;
    this.subscribe(outlet, session);
  }

  /** True where it is the first subscription on this connection. */
  private subscribe(outlet: Outlet, session: string): boolean {
    if (session !== this.session) {
      outlet.send(SESSION_NOT_FOUND);
      outlet.close();
      return false;
    }
    const isNew = this.listener !== outlet;
    if (isNew) this.listener?.close();
    this.listener = outlet;
    this.events.emit('subscribed');
    if (isNew) this.changed();
    return isNew;
  }

  private left(outlet: Outlet): void {
    if (this.listener !== outlet) return;
    this.listener = undefined;
    this.changed();
  }

  private changed(): void {
    this.changes += 1;
    this.onChange();
  }

  private answer(url: URL): unknown {
    const [path, query] = [url.pathname.replace(/^\/v1/, ''), url.searchParams];
    switch (path) {
      case '/simulator':
        return { market: 'generated', symbols: [] };
      case '/user/profile':
        return { profile: { id: 'adverse', name: 'adverse', account: { account_number: 'ADVERSE001', classification: 'individual', status: 'active', type: 'margin' } } };
      case '/markets/events/session':
        return { stream: { url: `${this.url}/markets/events`, sessionid: (this.session = `session-${(this.sessions += 1)}`) } };
      case '/markets/clock':
        return { clock: { timestamp: Math.floor(this.day.now / 1_000) } };
      case '/markets/quotes':
        this.polls += 1;
        return { quotes: { quote: this.day.quote() } };
      case '/markets/timesales':
        return this.timesales(query.get('start') ?? '', query.get('end') ?? '');
      default:
        return undefined;
    }
  }

  private timesales(start: string, end: string): unknown {
    const instant = (text: string) => atNewYork(text.slice(0, 10), text.slice(11, 16));
    const rows = this.day.ticks(instant(start), instant(end));
    return { series: rows.length === 0 ? null : { data: rows.length === 1 ? rows[0] : rows } };
  }
}
