import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';

/** For specs: a real client, which refuses a malformed frame, and the raw end of its wire. */
export async function openPair(): Promise<{ wire: Socket; client: WebSocket; close: () => Promise<void> }> {
  const http = createServer();
  const server = new WebSocketServer({ server: http, perMessageDeflate: false });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const client = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`);
  const [, request] = (await once(server, 'connection')) as [WebSocket, { socket: Socket }];
  if (client.readyState !== WebSocket.OPEN) await once(client, 'open');
  const close = async () => {
    client.terminate();
    server.close();
    http.close();
    await once(http, 'close');
  };
  return { wire: request.socket, client, close };
}
