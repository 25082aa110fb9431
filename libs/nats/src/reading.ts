import { setTimeout as delay } from 'node:timers/promises';
import { UnavailableError } from '@sofi/domain';
import type { Connection } from './connection.js';
import { isPassing } from './streams.js';

/** Longer than a server takes to start again. */
const PATIENCE_MS = 5_000;
const RETRY_MS = 250;

/** What the server tells of its streams, asked again while it is away or slow. Throws an UnavailableError where it stays so. */
export async function read<T>(connection: Connection, what: string, ask: () => Promise<T>): Promise<T> {
  for (const deadline = performance.now() + PATIENCE_MS; ; await delay(RETRY_MS)) {
    await connection.whenConnected(deadline - performance.now());
    try {
      return await ask();
    } catch (error) {
      if (!isPassing(error) || connection.closed || performance.now() >= deadline) throw new UnavailableError(`NATS does not tell ${what}: ${String(error)}`);
    }
  }
}
