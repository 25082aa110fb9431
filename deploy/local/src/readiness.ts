import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export type Probe = () => Promise<boolean>;

const PROBE_EVERY_MS = 50;
const PROBE_LIMIT_MS = 2_000;

/** `GET url` answers with a success. */
export function answers(url: string): Probe {
  return async () => {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_LIMIT_MS) });
      await response.arrayBuffer();
      return response.ok;
    } catch {
      // Nobody listens yet, or not in time: not ready, which is what was asked.
      return false;
    }
  };
}

/** Somebody accepts connections on the port of this machine. */
export function accepts(port: number): Probe {
  return () =>
    new Promise((resolve) => {
      const socket = connect({ port, host: '127.0.0.1', timeout: PROBE_LIMIT_MS });
      const settle = (ready: boolean) => {
        socket.destroy();
        resolve(ready);
      };
      socket.once('connect', () => settle(true));
      socket.once('error', () => settle(false));
      socket.once('timeout', () => settle(false));
    });
}

/** Asks until the answer is yes; false once the time is over or `signal` has fired. */
export async function becomesReady(probe: Probe, limitMs: number, signal: AbortSignal): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  while (!signal.aborted && performance.now() < deadline) {
    if (await probe()) return true;
    await pause(PROBE_EVERY_MS);
  }
  return false;
}
