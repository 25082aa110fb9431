import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeTrade } from '@sofi/contracts';
import { startNatsServer } from '@sofi/nats/server';
import { connect, type NatsConnection } from 'nats';
import { BARE_CREDIT } from './bare-subjects.js';
import type { MadeDay } from './made-day.js';

/** messages that may be under way; the subscriber says every few thousand how far it is */
const WINDOW = 20_000;

/** Trades a second over the bare hop: ready bytes from this process by nats-server to a subscriber that only counts. The best of two passes. */
export async function bareHop(day: MadeDay): Promise<number> {
  const storeDir = mkdtempSync(join(tmpdir(), 'sofi-bench-nats-'));
  const server = await startNatsServer({ storeDir });
  const subscriber = await startSubscriber(server.url);
  const connection = await connect({ servers: server.url });
  try {
    const payloads = day.trades.map((trade): readonly [string, Uint8Array] => [`bench.trade.${trade.symbol}`, Buffer.from(encodeTrade(trade))]);
    // the first pass warms both ends up
    const passes = [await pass(connection, payloads, 0), await pass(connection, payloads, payloads.length)];
    return Math.max(...passes);
  } finally {
    await connection.close();
    subscriber.kill();
    await server.stop();
    rmSync(storeDir, { recursive: true, force: true });
  }
}

async function startSubscriber(url: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./bare-subscriber.js', import.meta.url)), url], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

async function pass(connection: NatsConnection, payloads: readonly (readonly [string, Uint8Array])[], before: number): Promise<number> {
  let [received, published] = [0, 0];
  const began = performance.now();
  await new Promise<void>((resolve) => {
    const more = () => {
      for (const end = Math.min(payloads.length, received + WINDOW); published < end; published += 1) {
        const [subject, bytes] = payloads[published] as readonly [string, Uint8Array];
        connection.publish(subject, bytes);
      }
      // the end has no round thousand of its own: the subscriber is asked for it
      if (published === payloads.length) connection.publish('bench.trade.end');
      if (received >= payloads.length) resolve();
    };
    const credits = connection.subscribe(BARE_CREDIT, {
      callback: (_error, message) => {
        received = Number(message.string()) - before;
        if (received >= payloads.length) credits.unsubscribe();
        more();
      },
    });
    more();
  });
  return payloads.length / ((performance.now() - began) / 1_000);
}
