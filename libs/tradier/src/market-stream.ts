import { RuleError } from '@sofi/domain';
import { WebSocket } from 'ws';
import type { TradierHttp } from './http.js';
import { TradierError } from './tradier-error.js';
import { shaped, streamAnswer } from './wire.js';

export interface StreamOptions {
  readonly http: TradierHttp;
  /** the socket's address; by default it follows from the session that Tradier opens */
  readonly url?: string;
  readonly filter: readonly string[];
  readonly timing?: Partial<StreamTiming>;
}

/** All in ms. */
export interface StreamTiming {
  /** before the first new attempt; doubles up to the last, and is shortened at random by up to half */
  readonly firstPause: number;
  readonly lastPause: number;
  readonly connect: number;
  /** a socket that is silent for this long, even when asked, is given up */
  readonly silence: number;
  /** changes of the list of symbols that come together are sent together */
  readonly settle: number;
  /** Tradier forgets a session after five minutes: an older one is renewed before it is used again */
  readonly sessionLife: number;
}
const TIMING: StreamTiming = { firstPause: 500, lastPause: 30_000, connect: 10_000, silence: 20_000, settle: 100, sessionLife: 270_000 };

export interface StreamListener {
  /** subscribed: the events that follow are of a new connection */
  opened(symbols: number): void;
  frame(text: string): void;
  /** not connected; a new attempt follows by itself */
  lost(reason: string): void;
}

/** The session as Tradier opens it: where the stream is, and the key to it. */
interface Session {
  readonly id: string;
  readonly url: string;
  readonly since: number;
}

/**
 * One connection to Tradier's market stream, kept up for as long as anything is subscribed: each attempt opens a fresh session and
 * subscribes to everything anew.
 */
export class MarketStream {
  readonly #options: StreamOptions;
  readonly #timing: StreamTiming;
  #symbols: readonly string[] = [];
  #socket: WebSocket | undefined;
  #session: Session | undefined;
  #useless = false;
  #running: Promise<void> | undefined;
  #settling: NodeJS.Timeout | undefined;
  #stop = new AbortController();

  constructor(
    options: StreamOptions,
    private readonly listener: StreamListener,
  ) {
    this.#options = options;
    this.#timing = { ...TIMING, ...options.timing };
  }

  /** Replaces the whole list. With none there is no connection. */
  subscribe(symbols: readonly string[]): void {
    if (this.#stop.signal.aborted) return;
    this.#symbols = [...symbols];
    if (symbols.length === 0) this.#socket?.close();
    else if (this.#running === undefined) this.#running = this.#run();
    else this.#settling ??= setTimeout(() => void this.#resubscribe(), this.#timing.settle);
  }

  /** False where there is no connection to send on. */
  send(text: string): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(text);
    return true;
  }

  /** Gives up a connection that is of no use; a new attempt follows, later with each one in a row. */
  drop(): void {
    this.#useless = true;
    this.#socket?.terminate();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    clearTimeout(this.#settling);
    this.#socket?.terminate();
    await this.#running;
  }

  async #run(): Promise<void> {
    for (let failures = 0; this.#wanted(); failures += 1) {
      const heard = await this.#connect();
      if (heard) failures = 0;
      if (this.#wanted()) await this.#pause(failures);
    }
    this.#running = undefined;
  }

  #wanted(): boolean {
    return this.#symbols.length > 0 && !this.#stop.signal.aborted;
  }

  /** Until the connection ends. True where it was of use. */
  async #connect(): Promise<boolean> {
    try {
      this.#session = await this.#openSession();
      if (!this.#wanted()) return false;
      return await this.#listen(this.#session);
    } catch (error) {
      if (!(error instanceof TradierError || error instanceof RuleError)) throw error;
      this.listener.lost(error.message);
      return false;
    }
  }

  async #openSession(): Promise<Session> {
    const { stream } = shaped(streamAnswer, await this.#options.http.send('POST', '/markets/events/session'), 'stream session');
    return { id: stream.sessionid, url: this.#options.url ?? socketUrl(stream.url), since: Date.now() };
  }

  async #listen(session: Session): Promise<boolean> {
    const socket = new WebSocket(session.url, { handshakeTimeout: this.#timing.connect, perMessageDeflate: false });
    this.#socket = socket;
    this.#useless = false;
    let heard = false;
    let reason = 'the stream was closed';
    const stopWatching = this.#watchSilence(socket, () => (reason = 'the stream fell silent'));
    socket.on('open', () => {
      this.#sendSubscription(session);
      this.listener.opened(this.#symbols.length);
    });
    // a Buffer, as the socket's binaryType says by default
    socket.on('message', (data: Buffer) => {
      heard = true;
      this.listener.frame(data.toString());
    });
    socket.on('error', (error) => (reason = error.message));
    return new Promise((resolve) => {
      socket.on('close', () => {
        stopWatching();
        this.#socket = undefined;
        this.listener.lost(this.#symbols.length === 0 ? 'nothing is subscribed' : reason);
        resolve(heard && !this.#useless);
      });
    });
  }

  #sendSubscription(session: Session): void {
    this.send(JSON.stringify({ symbols: this.#symbols, sessionid: session.id, filter: this.#options.filter, linebreak: true, validOnly: true }));
  }

  async #resubscribe(): Promise<void> {
    this.#settling = undefined;
    if (this.#socket?.readyState !== WebSocket.OPEN || this.#session === undefined || !this.#wanted()) return;
    try {
      if (Date.now() - this.#session.since > this.#timing.sessionLife) this.#session = await this.#openSession();
      this.#sendSubscription(this.#session);
    } catch (error) {
      if (!(error instanceof TradierError)) throw error;
      // the new connection subscribes to the new list
      this.drop();
    }
  }

  /** Tradier has no heartbeat of its own: a ping asks for a sign of life. */
  #watchSilence(socket: WebSocket, onSilence: () => void): () => void {
    let alive = true;
    const sign = () => (alive = true);
    socket.on('message', sign).on('pong', sign);
    const timer = setInterval(() => {
      if (!alive && socket.readyState === WebSocket.OPEN) {
        onSilence();
        socket.terminate();
      } else if (socket.readyState === WebSocket.OPEN) {
        alive = false;
        socket.ping();
      }
    }, this.#timing.silence / 2);
    return () => clearInterval(timer);
  }

  async #pause(failures: number): Promise<void> {
    const longest = Math.min(this.#timing.firstPause * 2 ** failures, this.#timing.lastPause);
    const stop = this.#stop.signal;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        stop.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, longest * (0.5 + Math.random() / 2));
      stop.addEventListener('abort', done);
    });
  }
}

/** Tradier names the address of its HTTP stream; the socket of the same events is at ws.tradier.com. */
export function socketUrl(answered: string): string {
  const url = new URL(answered);
  if (url.hostname === 'stream.tradier.com') url.hostname = 'ws.tradier.com';
  url.protocol = url.protocol === 'https:' || url.protocol === 'wss:' ? 'wss:' : 'ws:';
  // old answers carry the session in the address
  url.search = '';
  return url.href;
}
