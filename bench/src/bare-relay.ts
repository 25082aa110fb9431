import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect } from 'nats';
import { WebSocketServer } from 'ws';
import { BARE_TICKS } from './bare-subjects.js';

/** The least that can stand between NATS and a browser: each message goes out as it came. Says its port on stdout. */
const sockets = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
await once(sockets, 'listening');
const connection = await connect({ servers: process.argv[2] ?? '' });
connection.subscribe(BARE_TICKS, {
  callback: (_error, { data }) => {
    for (const socket of sockets.clients) socket.send(data, { binary: false });
  },
});
await connection.flush();
process.stdout.write(`${(sockets.address() as AddressInfo).port}\n`);
