import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * The moment that a kept-alive connection is most dangerous: it answers the first request on each, and closes it in the face of the
 * second, so that nobody can tell whether that was carried out.
 */
export class ClosingServer {
  /** methods in the order in which they arrived */
  readonly requests: string[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #server: Server = createServer((socket) => this.#serve(socket));

  constructor(private readonly how: 'end' | 'reset') {}

  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #serve(socket: Socket): void {
    let answered = 0;
    this.#sockets.add(socket);
    socket.on('error', () => {}).on('close', () => this.#sockets.delete(socket));
    socket.on('data', (data: Buffer) => {
      this.requests.push(data.toString().split(' ')[0] ?? '');
      answered += 1;
      if (answered === 1) socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\n{}');
      else if (this.how === 'end') socket.end();
      else socket.resetAndDestroy();
    });
  }
}
