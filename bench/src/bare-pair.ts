import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { connect, RetentionPolicy, StorageType } from 'nats';
import { BARE_STREAM, BARE_TRADES } from './bare-subjects.js';

/** core: the server passes on and forgets · captured: it stores in a file first, as the product's trades are, and the subscriber follows the store in order */
export type BareWay = 'core' | 'captured';

/**
 * Trades a second from a bare publisher to a bare subscriber, a process each: the same JSON, on as many subjects, written by JSON.stringify and read by
 * JSON.parse, and nothing else done. The best of two passes: the first warms both ends up.
 */
export async function barePair(natsUrl: string, way: BareWay, symbols: number, trades: number): Promise<number> {
  const connection = await connect({ servers: natsUrl });
  const manager = await connection.jetstreamManager();
  if (way === 'captured') await manager.streams.add({ name: BARE_STREAM, subjects: [BARE_TRADES], storage: StorageType.File, retention: RetentionPolicy.Limits });
  const subscriber = start('bare-parser.js', [natsUrl, way]);
  const publisher = start('bare-publisher.js', [natsUrl, String(symbols)]);
  try {
    await Promise.all([once(subscriber, 'message'), once(publisher, 'message')]);
    const passes = [await pass(publisher, trades), await pass(publisher, trades)];
    return Math.max(...passes);
  } finally {
    subscriber.kill();
    publisher.kill();
    if (way === 'captured') await manager.streams.delete(BARE_STREAM);
    await connection.close();
  }
}

function start(file: string, args: readonly string[]): ChildProcess {
  return fork(fileURLToPath(new URL(`./${file}`, import.meta.url)), [...args], { execArgv: [] });
}

async function pass(publisher: ChildProcess, trades: number): Promise<number> {
  publisher.send(trades);
  const [seconds] = (await once(publisher, 'message')) as [number];
  return trades / seconds;
}
