import { setTimeout as delay } from 'node:timers/promises';
import { UnavailableError } from '@sofi/domain';
import { connect, Events, type ConnectionOptions, type NatsConnection } from 'nats';
import type { BusLog } from './log.js';

const RETRY_MS = 250;

/** The socket to the server, for ever: it reconnects until it is closed, and tells how often it had to. */
export class Connection {
  /** counts the connections; what was sent in an earlier one and not confirmed may be lost */
  generation = 1;
  connected = true;
  readonly #reconnected = new Set<() => void>();
  readonly #waiting = new Set<() => void>();

  constructor(
    readonly nats: NatsConnection,
    readonly log: BusLog,
  ) {
    void this.#watch();
  }

  /** Calls back after every reconnect, subscriptions being in place again. Returns what ends it. */
  onReconnect(call: () => void): () => void {
    this.#reconnected.add(call);
    return () => this.#reconnected.delete(call);
  }

  /** Resolves when there is a server, or after `waitMs` without one: what the client is given meanwhile it throws away with its next connection. */
  async whenConnected(waitMs: number): Promise<void> {
    if (this.connected || this.closed) return;
    await new Promise<void>((resolve) => {
      const go = () => {
        clearTimeout(timer);
        this.#waiting.delete(go);
        resolve();
      };
      const timer = setTimeout(go, waitMs);
      this.#waiting.add(go);
    });
  }

  get closed(): boolean {
    return this.nats.isClosed() || this.nats.isDraining();
  }

  async #watch(): Promise<void> {
    for await (const { type, data } of this.nats.status()) {
      const said = typeof data === 'string' ? data : JSON.stringify(data);
      if (type === Events.Disconnect) {
        this.connected = false;
        this.generation += 1;
        this.log.warn(`NATS: disconnected from ${said}`);
      } else if (type === Events.Reconnect) {
        this.connected = true;
        this.log.info(`NATS: connected again to ${said}`);
        for (const call of [...this.#reconnected, ...this.#waiting]) call();
      } else if (type === Events.Error) {
        this.log.error(`NATS: ${said}`);
      }
    }
    this.connected = false;
    for (const go of this.#waiting) go();
  }
}

/** Waits for the server up to `waitMs`, then throws an UnavailableError. Later it reconnects for ever. */
export async function openConnection(options: { url: string; name: string; log: BusLog; waitMs: number }): Promise<Connection> {
  const deadline = Date.now() + options.waitMs;
  for (;;) {
    try {
      return new Connection(await connect(connectOptions(options.url, options.name)), options.log);
    } catch (error) {
      if (Date.now() >= deadline) throw new UnavailableError(`NATS does not answer at ${withoutSecrets(options.url)}: ${String(error)}`);
      await delay(RETRY_MS);
    }
  }
}

function connectOptions(url: string, name: string): ConnectionOptions {
  const { username, password } = new URL(url);
  const user = decodeURIComponent(username);
  const access = user === '' ? {} : password === '' ? { token: user } : { user, pass: decodeURIComponent(password) };
  // the client expects no user in the address itself
  return {
    servers: withoutSecrets(url),
    name,
    maxReconnectAttempts: -1,
    reconnectTimeWait: RETRY_MS,
    reconnectJitter: 50,
    timeout: 5_000,
    pingInterval: 10_000,
    maxPingOut: 3,
    ...access,
  };
}

function withoutSecrets(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}
