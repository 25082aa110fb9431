import { Inject, Logger, type OnModuleDestroy } from '@nestjs/common';
import { WebSocketGateway, type OnGatewayConnection, type OnGatewayDisconnect, type OnGatewayInit } from '@nestjs/websockets';
import { browserRequest, problem, WHOLE_REQUEST } from '@sofi/contracts';
import type { Bus } from '@sofi/nats';
import { BUS, Metrics } from '@sofi/service-kit';
import type { IncomingMessage } from 'node:http';
import pLimit from 'p-limit';
import type { VerifyClientCallbackAsync, WebSocket, WebSocketServer } from 'ws';
import { Access } from './access.js';
import { FanOut } from './fan-out.js';
import { showViewers } from './live-metrics.js';
import { isOwnOrigin } from './own-origin.js';
import { Snapshots } from './snapshots.js';
import { Viewer } from './viewer.js';

const STILL_THERE_MS = 30_000;
const MOST_CHANNELS = 1_000;
/** Each asks NATS three questions or four, and none may wait for an answer behind those of a thousand others. */
const SNAPSHOTS_AT_ONCE = 50;
/** a request names channels and nothing else; one of ten thousand still gets an answer in words */
const LARGEST_REQUEST = 1024 * 1024;

/** The browser socket. Who may come in is decided at the upgrade, and asked again for as long as it stays open. */
@WebSocketGateway({ path: '/ws', perMessageDeflate: false, maxPayload: LARGEST_REQUEST })
export class LiveGateway implements OnGatewayInit<WebSocketServer>, OnGatewayConnection<WebSocket>, OnGatewayDisconnect<WebSocket>, OnModuleDestroy {
  private readonly log = new Logger('live');
  private readonly fanOut: FanOut;
  private readonly viewers = new Map<WebSocket, { viewer: Viewer; request: IncomingMessage; answered: boolean }>();
  private readonly rounds = setInterval(() => void this.checkAll(), STILL_THERE_MS);

  constructor(
    @Inject(BUS) bus: Bus,
    snapshots: Snapshots,
    private readonly access: Access,
    metrics: Metrics,
  ) {
    const turns = pLimit(SNAPSHOTS_AT_ONCE);
    this.fanOut = new FanOut(bus, (channel) => turns(() => snapshots.of(channel)));
    showViewers(metrics, () => [...this.viewers.values()].map((one) => one.viewer));
  }

  afterInit(server: WebSocketServer): void {
    server.options.verifyClient = ((info, allow) => void this.admit(info.req, allow)) satisfies VerifyClientCallbackAsync;
  }

  handleConnection(socket: WebSocket, request: IncomingMessage): void {
    const viewer = new Viewer(request.socket);
    this.viewers.set(socket, { viewer, request, answered: true });
    socket.on('pong', () => this.heardFrom(socket));
    socket.on('message', (data) => this.obey(socket, viewer, data.toString()));
  }

  handleDisconnect(socket: WebSocket): void {
    const left = this.viewers.get(socket);
    this.viewers.delete(socket);
    if (left) this.fanOut.leaveAll(left.viewer);
  }

  /** Nothing may follow a close on the wire, so the viewer leaves its channels first. */
  private end(socket: WebSocket, code: number, reason: string): void {
    this.handleDisconnect(socket);
    socket.close(code, reason);
  }

  onModuleDestroy(): void {
    clearInterval(this.rounds);
    for (const socket of [...this.viewers.keys()]) this.end(socket, 1001, 'the gateway is stopping');
  }

  private async admit(request: IncomingMessage, allow: Parameters<VerifyClientCallbackAsync>[1]): Promise<void> {
    const turnAway = (status: number, detail: string) => allow(false, status, JSON.stringify(problem(status, detail)), { 'Content-Type': 'application/problem+json' });
    try {
      if (!isOwnOrigin(request.headers)) return turnAway(403, 'the socket opens to pages of this address only');
      if (!(await this.access.identify(request.headers))) return turnAway(401, 'sign in first');
      allow(true);
    } catch (error) {
      this.log.error(error);
      turnAway(503, 'who you are could not be checked; try again');
    }
  }

  private obey(socket: WebSocket, viewer: Viewer, text: string): void {
    const request = browserRequest.safeParse(jsonOrNothing(text));
    if (!request.success) return this.end(socket, 1008, 'say {"op":"subscribe"|"unsubscribe","channels":[…]}');
    const { op } = request.data;
    const channels = new Set(request.data.channels);
    const wanted = op === 'subscribe' ? new Set([...this.fanOut.watchedBy(viewer), ...channels]).size : 0;
    if (wanted > MOST_CHANNELS) return this.fanOut.refuse(viewer, WHOLE_REQUEST, `these would be ${wanted} channels; one socket carries at most ${MOST_CHANNELS}`);
    for (const name of channels) {
      if (op === 'subscribe') void this.fanOut.watch(viewer, name);
      else this.fanOut.leave(viewer, name);
    }
  }

  private heardFrom(socket: WebSocket): void {
    const known = this.viewers.get(socket);
    if (known) known.answered = true;
  }

  private async checkAll(): Promise<void> {
    await Promise.all([...this.viewers].map(([socket, known]) => this.check(socket, known)));
  }

  /** Ends the wire of a browser that has gone without a word, and of one whose session has ended. */
  private async check(socket: WebSocket, known: { request: IncomingMessage; answered: boolean }): Promise<void> {
    if (!known.answered) return socket.terminate();
    known.answered = false;
    socket.ping();
    const person = await this.access.identify(known.request.headers).catch(() => 'unknown' as const);
    if (person === undefined) this.end(socket, 1008, 'the session has ended');
  }
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
