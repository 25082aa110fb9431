import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { equitySymbol, type Quote, type Trade } from '@sofi/domain';
import { alwaysOpenCalendar, MadeMarket, writeTape } from '@sofi/tape';
import { WebSocket } from 'ws';
import { readSettings } from './settings.js';
import { startSimulator, type RunningSimulator } from './simulator.js';

export const ACCOUNT_PATH = '/v1/accounts/SIM0000001';

/** Midnight in New York, so that the volume of the day begins with the tape. */
export const TAPE_START = Date.parse('2026-03-02T05:00:00Z');
const MINUTE = 60_000;

/** A few minutes of AAPL and TSLA, made from a seed. */
export function smallDay(minutes: number, from = TAPE_START): (Trade | Quote)[] {
  return [...new MadeMarket(3, alwaysOpenCalendar()).events([equitySymbol('AAPL'), equitySymbol('TSLA')], from - 1, from + minutes * MINUTE - 1)];
}

/** A folder that goes away again. */
export class Scratch {
  readonly folder = mkdtempSync(join(tmpdir(), 'simulator-'));

  tape(minutes: number, from = TAPE_START): string {
    const folder = join(this.folder, 'tape');
    writeTape(folder, smallDay(minutes, from));
    return folder;
  }

  file(name: string): string {
    return join(this.folder, name);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

const running = new Set<RunningSimulator>();

export async function started(options: readonly string[]): Promise<RunningSimulator> {
  const simulator = await startSimulator(readSettings(['--port', '0', ...options], {}));
  const closing = { url: simulator.url, close: () => (running.delete(closing) ? simulator.close() : Promise.resolve()) };
  running.add(closing);
  return closing;
}

/** Those that a failed test left open: they would keep the process alive. */
export async function closeAll(): Promise<void> {
  await Promise.all([...running].map((simulator) => simulator.close()));
}

/** Requests as a client of Tradier sends them. */
export class Client {
  constructor(readonly url: string) {}

  async get(path: string): Promise<unknown> {
    return (await this.request('GET', path)).json();
  }

  async post(path: string, form: Record<string, string | number> = {}): Promise<unknown> {
    return (await this.request('POST', path, form)).json();
  }

  /** The id of the order that was placed. */
  async order(form: Record<string, string | number>): Promise<number> {
    const answer = (await this.post(`${ACCOUNT_PATH}/orders`, { class: 'equity', symbol: 'AAPL', side: 'buy', quantity: 10, type: 'market', duration: 'day', ...form })) as {
      order: { id: number };
    };
    return answer.order.id;
  }

  async text(method: string, path: string, form?: Record<string, string | number>): Promise<[number, string]> {
    const response = await this.request(method, path, form);
    return [response.status, await response.text()];
  }

  request(method: string, path: string, form?: Record<string, string | number>): Promise<Response> {
    const headers = { authorization: 'Bearer simulated', accept: 'application/json' };
    const body = form && new URLSearchParams(Object.entries(form).map(([name, value]): [string, string] => [name, String(value)]));
    return fetch(`${this.url}${path}`, { method, headers, ...(body ? { body } : {}) });
  }

  async control(command: object): Promise<void> {
    await (await this.sendJson('/v1/simulator/replay', command)).text();
  }

  /** Armed, or the test fails. */
  async fault(fault: object): Promise<void> {
    const response = await this.sendJson('/v1/simulator/faults', fault);
    if (!response.ok) throw new Error(await response.text());
    await response.text();
  }

  sendJson(path: string, body: object): Promise<Response> {
    const headers = { authorization: 'Bearer simulated', 'content-type': 'application/json' };
    return fetch(`${this.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  async session(what: 'markets' | 'accounts' = 'markets'): Promise<string> {
    return ((await this.post(`/v1/${what}/events/session`)) as { stream: { sessionid: string } }).stream.sessionid;
  }

  /** Connected and subscribed. */
  listen(subscription: object): Promise<Listener> {
    return this.connect('markets', subscription);
  }

  /** Told of every change of an order. */
  follow(subscription: object = {}): Promise<Listener> {
    return this.connect('accounts', { events: ['order'], ...subscription });
  }

  private async connect(what: 'markets' | 'accounts', subscription: object): Promise<Listener> {
    const socket = new WebSocket(`${this.url.replace('http', 'ws')}/v1/${what}/events`);
    const listener = new Listener(socket);
    const sessionid = await this.session(what);
    if (socket.readyState !== WebSocket.OPEN) await new Promise((resolve) => socket.once('open', resolve));
    listener.send({ sessionid, linebreak: true, ...subscription });
    return listener;
  }
}

export interface WireMessage {
  readonly type?: string;
  readonly error?: string;
  readonly symbol?: string;
  readonly date?: string;
  readonly [field: string]: unknown;
}

/** What a socket has said, one message after the other. */
export class Listener {
  readonly heard: WireMessage[] = [];
  readonly frames: string[] = [];
  closed = false;
  private waiting: (() => void)[] = [];
  private read = 0;

  constructor(private readonly socket: WebSocket) {
    socket.on('message', (data) => {
      this.frames.push(String(data));
      for (const line of String(data).split('\n')) if (line !== '') this.heard.push(JSON.parse(line));
      this.wake();
    });
    socket.on('close', () => {
      this.closed = true;
      this.wake();
    });
  }

  send(frame: object): void {
    this.socket.send(JSON.stringify(frame));
  }

  acknowledge(clock: WireMessage): void {
    this.send({ acknowledge: clock.date });
  }

  /** The next message, not taken before, that fits. */
  async next(fits: (message: WireMessage) => boolean): Promise<WireMessage> {
    for (;;) {
      while (this.read < this.heard.length) {
        const message = this.heard[this.read++];
        if (message && fits(message)) return message;
      }
      if (this.closed) throw new Error('the socket is closed');
      await this.change();
    }
  }

  clock(): Promise<WireMessage> {
    return this.next(({ type }) => type === 'clock');
  }

  async untilClosed(): Promise<void> {
    while (!this.closed) await this.change();
  }

  close(): void {
    this.socket.terminate();
  }

  private change(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private wake(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const resume of waiting) resume();
  }
}
