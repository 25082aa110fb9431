import { RuleError, type Mode } from '@sofi/domain';
import { readAccountMessage, type AccountOrderEvent } from './account-order-event.js';
import { backoff } from './backoff.js';
import { FrameSplitter } from './frame-splitter.js';
import type { TradierHttp } from './http.js';
import { OrderSequence } from './order-sequence.js';
import { SocketConnection } from './socket-connection.js';
import { openSession, socketUrl, type KeptSession } from './stream-session.js';
import { TIMING, type StreamTiming } from './stream-timing.js';
import { SYSTEM_TIMERS, type Timers } from './timer.js';
import { TradierError } from './tradier-error.js';

export interface AccountListener {
  /** Changes are told from here on. What happened before is not: the orders are to be read now, each time. */
  connected(): void;
  order(event: AccountOrderEvent): void;
  /** nothing is told until `connected`; a new attempt follows by itself */
  lost(reason: string): void;
}

export interface AccountStreamOptions {
  readonly http: TradierHttp;
  readonly mode: Mode;
  /** events of other accounts of the same token are left out */
  readonly account: string;
  readonly timing?: Partial<StreamTiming>;
  readonly timers?: Partial<Timers>;
  readonly random?: () => number;
}

/** Tradier sends a heartbeat each minute */
const HEARTBEAT_MS = 60_000;
const SILENCE_MS = 125_000;

/** The account's orders as they change, over a socket that is opened again and again, each time with a fresh session. */
export class AccountStream {
  readonly #options: AccountStreamOptions;
  readonly #timing: StreamTiming;
  readonly #timers: Timers;
  readonly #orders = new OrderSequence();
  readonly #stopWatching: () => void;
  #socket: SocketConnection | undefined;
  #gone: Promise<void> | undefined;
  #opening: Promise<void> | undefined;
  #heardAt = 0;
  #openedAt = 0;
  #failures = 0;
  #dropped = 0;
  #closed = false;
  #cancelAttempt: () => void;

  constructor(
    options: AccountStreamOptions,
    private readonly listener: AccountListener,
  ) {
    this.#options = options;
    this.#timing = { ...TIMING, ...options.timing };
    this.#timers = { ...SYSTEM_TIMERS, ...options.timers };
    this.#stopWatching = this.#timers.every(HEARTBEAT_MS / 4, () => this.#watchHeartbeat());
    this.#cancelAttempt = this.#timers.after(0, () => this.#attempt());
  }

  /** messages that were not understood */
  get dropped(): number {
    return this.#dropped;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#stopWatching();
    this.#cancelAttempt();
    this.#socket?.close('closed');
    await this.#opening;
    await this.#gone;
  }

  #attempt(): void {
    this.#opening = this.#open();
  }

  async #open(): Promise<void> {
    try {
      const session = await openSession(this.#options.http, 'accounts', this.#timers.clock);
      if (!this.#closed) this.#connect(session);
    } catch (error) {
      if (!(error instanceof TradierError || error instanceof RuleError)) throw error;
      this.#ended(error.message);
    }
  }

  #connect(session: KeptSession): void {
    const splitter = new FrameSplitter();
    const greeting = () => JSON.stringify({ events: ['order'], sessionid: session.id, excludeAccounts: [] });
    const { connect, silence } = this.#timing;
    let gone = () => {};
    this.#gone = new Promise((resolve) => (gone = resolve));
    this.#socket = new SocketConnection(
      { url: accountUrl(this.#options.mode, session.url), greeting, every: this.#timers.every, connect, silence },
      {
        opened: () => this.#opened(),
        frame: (text) => splitter.split(text).forEach((piece) => this.#message(piece)),
        ended: (reason) => {
          gone();
          this.#socket = undefined;
          this.#dropped += splitter.dropped;
          this.#ended(reason);
        },
      },
    );
  }

  #opened(): void {
    this.#heardAt = this.#openedAt = this.#timers.clock.now();
    this.listener.connected();
  }

  #ended(reason: string): void {
    if (this.#closed) return;
    const steady = this.#openedAt > 0 && this.#timers.clock.now() - this.#openedAt >= this.#timing.steady;
    this.#failures = steady ? 0 : this.#failures + 1;
    this.#openedAt = 0;
    this.listener.lost(reason);
    const pause = backoff(this.#failures, this.#timing.firstPause, this.#timing.lastPause, this.#options.random ?? Math.random);
    this.#cancelAttempt = this.#timers.after(pause, () => this.#attempt());
  }

  #message(text: string): void {
    this.#heardAt = this.#timers.clock.now();
    const message = readAccountMessage(text);
    if (message.kind === 'unknown') this.#dropped += 1;
    else if (message.kind === 'error') this.#socket?.close(`Tradier: ${message.text}`);
    else if (message.kind === 'order' && message.order.account === this.#options.account) {
      this.listener.order({ ...message.order, sequence: this.#orders.of(message.order) });
    }
  }

  #watchHeartbeat(): void {
    if (this.#openedAt > 0 && this.#timers.clock.now() - this.#heardAt > SILENCE_MS) this.#socket?.close('no heartbeat for two minutes');
  }
}

/** Paper accounts have a host of their own, whatever the session names. */
export function accountUrl(mode: Mode, answered: string): string {
  const url = new URL(socketUrl(answered));
  if (mode === 'sandbox' && url.hostname === 'ws.tradier.com') url.hostname = 'sandbox-ws.tradier.com';
  return url.href;
}
