import { WebSocket } from 'ws';
import type { ConnectionEvents } from './stream-connection.js';
import type { Every } from './timer.js';

export interface SocketOptions {
  readonly url: string;
  /** the first frame, sent when the socket is open */
  readonly greeting: () => string;
  readonly every: Every;
  /** ms until the socket must be open */
  readonly connect: number;
  /** ms; a socket that is silent for this long, even when asked, is given up */
  readonly silence: number;
}

/** One WebSocket of Tradier's, for the market or the account. Told of by its events; `ended` comes once. */
export class SocketConnection {
  readonly #socket: WebSocket;
  #reason = 'the stream was closed';

  constructor({ url, greeting, every, connect, silence }: SocketOptions, events: ConnectionEvents) {
    this.#socket = new WebSocket(url, { handshakeTimeout: connect, perMessageDeflate: false });
    const stopWatching = this.#watchSilence(every, silence);
    this.#socket.on('open', () => {
      this.send(greeting());
      events.opened();
    });
    // a Buffer, as the socket's binaryType says by default
    this.#socket.on('message', (data: Buffer) => events.frame(data.toString()));
    this.#socket.on('error', (error) => (this.#reason = this.#reason === 'the stream was closed' ? error.message : this.#reason));
    this.#socket.on('close', () => {
      stopWatching();
      events.ended(this.#reason);
    });
  }

  send(text: string): boolean {
    if (this.#socket.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(text);
    return true;
  }

  close(reason: string): void {
    this.#reason = reason;
    this.#socket.terminate();
  }

  /** Tradier's market stream has no heartbeat: a ping asks for a sign of life. */
  #watchSilence(every: Every, silence: number): () => void {
    let alive = true;
    const sign = () => (alive = true);
    this.#socket.on('message', sign).on('pong', sign);
    return every(silence / 2, () => {
      if (this.#socket.readyState !== WebSocket.OPEN) return;
      if (!alive) return this.close('the stream fell silent');
      alive = false;
      this.#socket.ping();
    });
  }
}
