import type { StreamRung } from '../src/feed-ladder.js';
import type { ConnectionEvents, OpenStream, StreamConnection } from '../src/stream-connection.js';
import type { KeptSession } from '../src/stream-session.js';

/** A connection whose other end is the test. */
export class HandConnection implements StreamConnection {
  readonly sent: string[] = [];
  /** each list that was subscribed to, with its session */
  readonly lists: { readonly session: string; readonly symbols: readonly string[] }[] = [];
  closed: string | undefined;

  constructor(
    readonly rung: StreamRung,
    session: KeptSession,
    symbols: readonly string[],
    private readonly events: ConnectionEvents,
  ) {
    this.lists.push({ session: session.id, symbols });
  }

  subscribe(session: KeptSession, symbols: readonly string[]): boolean {
    if (this.rung === 'http') return false;
    this.lists.push({ session: session.id, symbols });
    return true;
  }

  send(text: string): boolean {
    this.sent.push(text);
    return true;
  }

  close(reason: string): void {
    this.closed = reason;
    this.events.ended(reason);
  }

  opens(): this {
    this.events.opened();
    return this;
  }

  tells(text: string): this {
    this.events.frame(text);
    return this;
  }

  ends(reason: string): void {
    this.close(reason);
  }
}

/** Both rungs, every connection in the order in which it was made. */
export class HandRungs {
  readonly made: HandConnection[] = [];
  readonly socket: OpenStream = this.#rung('socket');
  readonly http: OpenStream = this.#rung('http');

  /** the newest connection */
  get last(): HandConnection {
    const last = this.made.at(-1);
    if (last === undefined) throw new Error('no connection was made');
    return last;
  }

  /** those that nobody has closed */
  get standing(): HandConnection[] {
    return this.made.filter(({ closed }) => closed === undefined);
  }

  #rung(rung: StreamRung): OpenStream {
    return (session, symbols, events) => {
      const connection = new HandConnection(rung, session, symbols, events);
      this.made.push(connection);
      return connection;
    };
  }
}
