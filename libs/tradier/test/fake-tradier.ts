import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EventEmitter, once } from 'node:events';
import { WebSocketServer, type WebSocket } from 'ws';

/** What the fake answers: a status and a body, or a way to fail. */
export type Reply = { readonly status?: number; readonly headers?: Record<string, string>; readonly body: unknown } | 'reset' | 'silence' | 'truncated';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly form: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
}

/** Tradier on an ephemeral port of this machine: each route answers from its list, the last reply for ever. */
export class FakeTradier {
  readonly requests: Received[] = [];
  /** every text frame that a stream client has sent */
  readonly frames: { readonly socket: WebSocket; readonly content: Record<string, unknown> }[] = [];
  readonly sockets = new Set<WebSocket>();
  /** HTTP answers that do not end: POST /markets/events */
  readonly streams = new Set<ServerResponse>();
  /** true: sockets are not let in, as behind a proxy that knows of none */
  refusesSockets = false;
  /** stays when the fake has stopped */
  baseUrl = '';
  readonly #events = new EventEmitter();
  readonly #routes = new Map<string, Reply[]>();
  readonly #server: Server;
  readonly #streams: WebSocketServer;
  readonly #opened: Received[] = [];
  #sessions = 0;

  private constructor() {
    this.#server = createServer((request, response) => void this.#handle(request, response));
    this.#streams = new WebSocketServer({ noServer: true });
    this.#server.on('upgrade', (request, socket, head) => {
      if (this.refusesSockets || !/^\/v1\/(markets|accounts)\/events$/.test(request.url ?? '')) socket.destroy();
      else this.#streams.handleUpgrade(request, socket, head, (accepted) => this.#accept(accepted));
    });
  }

  static async start(): Promise<FakeTradier> {
    const fake = new FakeTradier();
    fake.#server.listen(0, '127.0.0.1');
    await once(fake.#server, 'listening');
    fake.baseUrl = `http://127.0.0.1:${(fake.#server.address() as AddressInfo).port}/v1`;
    return fake;
  }

  /** `'GET /markets/quotes'` → replies in turn */
  on(route: string, ...replies: Reply[]): this {
    this.#routes.set(route, [...replies]);
    return this;
  }

  json(route: string, body: unknown): this {
    return this.on(route, { body });
  }

  of(route: string): Received[] {
    return this.requests.filter((request) => `${request.method} ${request.path}` === route);
  }

  /** when so many requests have come */
  async received(count: number): Promise<void> {
    while (this.requests.length < count) await once(this.#events, 'request');
  }

  /** the n-th frame (from 1) that stream clients have sent, when it has come */
  async frame(number: number): Promise<Record<string, unknown>> {
    while (this.frames.length < number) await once(this.#events, 'frame');
    return this.frames[number - 1]!.content;
  }

  /** when so many HTTP streams (from 1) have been opened: what was asked for */
  async stream(number: number): Promise<Received> {
    while (this.#opened.length < number) await once(this.#events, 'stream');
    return this.#opened[number - 1]!;
  }

  tell(text: string): void {
    for (const socket of this.sockets) socket.send(text);
    for (const stream of this.streams) stream.write(text);
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.terminate();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #accept(socket: WebSocket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('message', (data: Buffer) => {
      this.frames.push({ socket, content: JSON.parse(data.toString()) as Record<string, unknown> });
      this.#events.emit('frame');
    });
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.baseUrl);
    let body = '';
    for await (const piece of request) body += String(piece);
    const path = url.pathname.replace(/^\/v1/, '');
    const received: Received = {
      method: request.method ?? '',
      path,
      query: Object.fromEntries(url.searchParams),
      form: Object.fromEntries(new URLSearchParams(body)),
      headers: request.headers,
    };
    this.requests.push(received);
    this.#events.emit('request');
    const route = `${request.method} ${path}`;
    if (route === 'POST /markets/events' && !this.#routes.has(route)) this.#openStream(received, response);
    else this.#reply(route, response);
  }

  #openStream(received: Received, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    this.streams.add(response);
    response.on('close', () => this.streams.delete(response));
    this.#opened.push(received);
    this.#events.emit('stream');
  }

  #reply(route: string, response: ServerResponse): void {
    const replies = this.#routes.get(route) ?? [];
    const reply = (replies.length > 1 ? replies.shift() : replies[0]) ?? this.#byItself(route);
    if (reply === 'silence') return;
    if (reply === 'reset') return void response.socket?.resetAndDestroy();
    if (reply === 'truncated') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      return void response.write('{"order":{"id":2574', () => response.socket?.destroy());
    }
    response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
    response.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
  }

  #byItself(route: string): Reply {
    const [, kind] = /^POST \/(markets|accounts)\/events\/session$/.exec(route) ?? [];
    if (kind === undefined) return { status: 404, body: `no route ${route}` };
    this.#sessions += 1;
    return { body: { stream: { url: `${this.baseUrl}/${kind}/events`, sessionid: `session-${this.#sessions}` } } };
  }
}
