import { once } from 'node:events';
import { WebSocket } from 'ws';
import { SYMBOLS } from './ticks.js';

/** A signed-in browser's end of the live socket, watching the quotes of all symbols. */
export class Browser {
  private constructor(private readonly socket: WebSocket) {}

  /** Resolves when every channel has sent its snapshot. */
  static async open(url: string, password: string): Promise<Browser> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { headers: { cookie: await signIn(url, password) }, perMessageDeflate: false });
    await once(socket, 'open');
    const snapshots = seen(socket, '"snapshot":true', SYMBOLS.length);
    socket.send(JSON.stringify({ op: 'subscribe', channels: SYMBOLS.map((symbol) => `quote:${symbol}`) }));
    await snapshots;
    return new Browser(socket);
  }

  /** Replaces the listener before. */
  hear(listener: (frame: Buffer) => void): void {
    this.socket.removeAllListeners('message').on('message', listener);
  }

  close(): void {
    this.socket.terminate();
  }
}

async function signIn(url: string, password: string): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/api/v1/auth/login`, { method: 'POST', headers, body: JSON.stringify({ username: 'admin', password }) });
  if (!answer.ok) throw new Error(`login: ${answer.status} ${await answer.text()}`);
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
}

function seen(socket: WebSocket, words: string, times: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let count = 0;
    socket.on('message', (frame: Buffer) => {
      if (frame.includes(words)) count += 1;
      if (count === times) resolve();
    });
    socket.once('close', () => reject(new Error('the socket was closed')));
  });
}
