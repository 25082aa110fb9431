import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { encodeTrade } from '@sofi/contracts';
import { connect } from 'nats';
import { WebSocket } from 'ws';
import type { TickPath } from './tick-run.js';
import { numberIn, tick } from './ticks.js';

export interface BarePath extends TickPath {
  close(): Promise<void>;
}

/** The physical limit of the same hop: the payload that market-data would publish, one relay process, one socket. */
export async function openBarePath(natsUrl: string): Promise<BarePath> {
  const relay = spawn(process.execPath, [fileURLToPath(new URL('./bare-relay.js', import.meta.url)), natsUrl], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = (await once(relay.stdout, 'data')) as [Buffer];
  const socket = new WebSocket(`ws://127.0.0.1:${Number(port.toString())}`, { perMessageDeflate: false });
  await once(socket, 'open');
  const connection = await connect({ servers: natsUrl });
  return {
    send(number) {
      const trade = tick(number, Date.now());
      connection.publish(`bench.tick.${trade.symbol}`, encodeTrade(trade));
    },
    hear(listener) {
      socket.removeAllListeners('message').on('message', (frame: Buffer) => {
        const number = numberIn(frame);
        if (number !== undefined) listener(number);
      });
    },
    async close() {
      socket.terminate();
      await connection.close();
      relay.kill();
    },
  };
}
