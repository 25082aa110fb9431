import type { ServerResponse } from 'node:http';
import { WebSocket } from 'ws';
import type { Line } from '../faults/faulty-outlet.js';

/** A client that lets this much lie unread is gone, or too slow to be told the truth. */
const MOST_UNREAD = 256 * 1024 * 1024;
/** as Tradier's HTTP stream */
const LONGEST_QUIET_MS = 15 * 60_000;
const MESSAGES_A_FRAME = 2000;

/** With line breaks many messages share a frame, as Tradier sends them; without, each has its own. */
export class SocketOutlet implements Line {
  readonly canAcknowledge = true;

  constructor(private readonly socket: WebSocket) {}

  send(messages: readonly string[], linebreak: boolean): void {
    if (this.socket.readyState !== WebSocket.OPEN) return;
    if (this.socket.bufferedAmount > MOST_UNREAD) return this.socket.terminate();
    if (!linebreak) for (const message of messages) this.socket.send(message);
    else for (let at = 0; at < messages.length; at += MESSAGES_A_FRAME) this.socket.send(`${messages.slice(at, at + MESSAGES_A_FRAME).join('\n')}\n`);
  }

  close(): void {
    this.socket.close();
  }

  drop(): void {
    this.socket.terminate();
  }

  deafen(): void {
    this.socket.pause();
  }
}

/** Objects back to back; a line break after each only where it was asked for. */
export class ResponseOutlet implements Line {
  readonly canAcknowledge = false;
  private readonly quiet: NodeJS.Timeout;

  /** Ends by itself after `longestQuiet` ms without data. */
  constructor(
    private readonly response: ServerResponse,
    longestQuiet = LONGEST_QUIET_MS,
  ) {
    this.quiet = setTimeout(() => this.close(), longestQuiet);
    this.quiet.unref();
    response.once('close', () => clearTimeout(this.quiet));
  }

  send(messages: readonly string[], linebreak: boolean): void {
    this.quiet.refresh();
    if (this.response.writableLength > MOST_UNREAD) this.response.destroy();
    else this.response.write(linebreak ? `${messages.join('\n')}\n` : messages.join(''));
  }

  close(): void {
    this.response.end();
  }

  drop(): void {
    this.response.destroy();
  }

  /** Nothing is read from it but its end. */
  deafen(): void {}
}
