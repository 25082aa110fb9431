import type { BrowserFrame } from '@sofi/contracts';

type Listener = (frame: BrowserFrame) => void;
export interface Link {
  readonly state: 'idle' | 'connecting' | 'open' | 'lost';
  /** ms; of the last change of state */
  readonly since: number;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;
/** Heartbeats come every second; this much silence means a dead line that nobody has closed. */
const SILENCE_MS = 12_000;

/**
 * The one line to the gateway. Channels are counted, so that two views of one symbol subscribe once; after a break
 * everything that is still wanted is asked for again, and each channel answers with a fresh snapshot.
 */
export class LiveSocket {
  private socket: WebSocket | undefined;
  private readonly wanted = new Map<string, Set<Listener>>();
  private readonly watchers = new Set<(link: Link) => void>();
  private link: Link = { state: 'idle', since: Date.now() };
  private waitMs = FIRST_WAIT_MS;
  private retry: number | undefined;
  private silence: number | undefined;

  constructor(private readonly url: string) {}

  start(): void {
    if (!this.socket && this.retry === undefined) this.connect();
  }

  stop(): void {
    window.clearTimeout(this.retry);
    window.clearTimeout(this.silence);
    this.retry = undefined;
    const socket = this.socket;
    this.socket = undefined;
    socket?.close();
    this.tell('idle');
  }

  watch(watcher: (link: Link) => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  /** The newcomer gets a snapshot of its own only if it is the first on the channel: REST has filled the others. */
  subscribe(channel: string, listener: Listener): () => void {
    const listeners = this.wanted.get(channel) ?? new Set();
    listeners.add(listener);
    if (!this.wanted.has(channel)) {
      this.wanted.set(channel, listeners);
      this.say('subscribe', [channel]);
    }
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0 || this.wanted.get(channel) !== listeners) return;
      this.wanted.delete(channel);
      this.say('unsubscribe', [channel]);
    };
  }

  private connect(): void {
    this.retry = undefined;
    if (this.link.state !== 'lost') this.tell('connecting');
    const socket = new WebSocket(this.url);
    this.socket = socket;
    socket.addEventListener('open', () => this.opened());
    socket.addEventListener('message', (message) => this.heard(String(message.data)));
    socket.addEventListener('close', () => this.socket === socket && this.lost());
  }

  private opened(): void {
    this.waitMs = FIRST_WAIT_MS;
    this.tell('open');
    this.listenForSilence();
    if (this.wanted.size > 0) this.say('subscribe', [...this.wanted.keys()]);
  }

  private heard(text: string): void {
    this.listenForSilence();
    const frame = JSON.parse(text) as BrowserFrame;
    for (const listener of this.wanted.get(frame.channel) ?? []) listener(frame);
  }

  private lost(): void {
    window.clearTimeout(this.silence);
    this.socket = undefined;
    if (this.link.state !== 'lost') this.tell('lost');
    this.retry = window.setTimeout(() => this.connect(), this.waitMs * (0.75 + Math.random() / 2));
    this.waitMs = Math.min(this.waitMs * 2, LONGEST_WAIT_MS);
  }

  private listenForSilence(): void {
    window.clearTimeout(this.silence);
    this.silence = window.setTimeout(() => {
      const dead = this.socket;
      this.lost();
      dead?.close();
    }, SILENCE_MS);
  }

  private say(op: 'subscribe' | 'unsubscribe', channels: string[]): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ op, channels }));
  }

  private tell(state: Link['state']): void {
    this.link = { state, since: Date.now() };
    for (const watcher of this.watchers) watcher(this.link);
  }
}
