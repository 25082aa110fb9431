import { HttpConnection } from './http-connection.js';
import { SocketConnection } from './socket-connection.js';
import type { OpenStream } from './stream-connection.js';
import { httpStreamUrl, socketUrl } from './stream-session.js';
import type { StreamTiming } from './stream-timing.js';
import type { Every } from './timer.js';

export interface RungOptions {
  /** the socket's address; by default it follows from the session that Tradier opens */
  readonly url?: string;
  readonly filter: readonly string[];
  readonly every: Every;
  readonly timing: Pick<StreamTiming, 'connect' | 'silence'>;
}

/** The first rung: a socket, over which the list of symbols can be replaced. */
export function socketRung({ url, filter, every, timing }: RungOptions): OpenStream {
  const subscription = (sessionid: string, symbols: readonly string[]) => JSON.stringify({ symbols, sessionid, filter, linebreak: true, validOnly: true });
  return (session, symbols, events) => {
    const greeting = () => subscription(session.id, symbols);
    const socket = new SocketConnection({ url: url ?? socketUrl(session.url), greeting, every, ...timing }, events);
    return {
      subscribe: (next, list) => socket.send(subscription(next.id, list)),
      send: (text) => socket.send(text),
      close: (reason) => socket.close(reason),
    };
  };
}

/** The second: the same events as an HTTP answer that does not end. */
export function httpRung({ url, filter, timing }: RungOptions): OpenStream {
  return (session, symbols, events) => {
    const form = { sessionid: session.id, symbols: symbols.join(','), filter: filter.join(','), linebreak: 'true', validOnly: 'true' };
    const answer = new HttpConnection({ url: httpStreamUrl(url ?? session.url), form, connect: timing.connect }, events);
    return { subscribe: () => false, send: () => false, close: (reason) => answer.close(reason) };
  };
}
