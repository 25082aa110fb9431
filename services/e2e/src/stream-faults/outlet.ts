import type { ServerResponse } from 'node:http';
import type { WebSocket } from 'ws';

/** The server's end of one market stream, by whichever way the client came. */
export interface Outlet {
  send(text: string): void;
  /** with a reset */
  drop(): void;
  /** stays open, but reads nothing any more, not even a ping */
  deafen(): void;
  close(): void;
}

export function socketOutlet(socket: WebSocket): Outlet {
  return { send: (text) => socket.send(text), drop: () => socket.terminate(), deafen: () => socket.pause(), close: () => socket.close() };
}

export function responseOutlet(response: ServerResponse): Outlet {
  return { send: (text) => response.write(text), drop: () => response.destroy(), deafen: () => undefined, close: () => response.end() };
}
