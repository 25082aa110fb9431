import type { KeptSession } from './stream-session.js';

/** What is told of one connection, from its opening to its end; `ended` comes once and last, also where it never opened. */
export interface ConnectionEvents {
  /** the subscription has been sent: what follows is of this connection */
  opened(): void;
  frame(text: string): void;
  ended(reason: string): void;
}

/** One connection to a stream. It is never opened again: who wants another makes another, with a fresh session. */
export interface StreamConnection {
  /** Replaces the list of symbols; false where that takes a new connection. */
  subscribe(session: KeptSession, symbols: readonly string[]): boolean;
  /** false where nothing can be sent */
  send(text: string): boolean;
  /** `ended` follows with this reason */
  close(reason: string): void;
}

/** One way to hear the market: a socket, or an HTTP answer that does not end. */
export type OpenStream = (session: KeptSession, symbols: readonly string[], events: ConnectionEvents) => StreamConnection;
