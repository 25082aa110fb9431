import { setTimeout as pause } from 'node:timers/promises';
import { startEmbeddedPostgres, type EmbeddedServer } from '@sofi/postgres/server';

/**
 * The embedded Postgres with a process of its own above it: `DATABASE_PASSWORD=… node postgres-main.js <folder> <port>`.
 * Its end is then the end of a program like any other, and so is its next start. It runs in our process group, so it never outlives us.
 */
const [dataDir, port] = process.argv.slice(2);
const password = process.env['DATABASE_PASSWORD'];
if (dataDir === undefined || port === undefined || password === undefined) throw new Error('say the folder, the port and DATABASE_PASSWORD');

/** The end of a server that was killed takes a moment: until then its lock file and its memory refuse the next one. */
const STILL_ENDING = /postmaster\.pid|pre-existing shared memory/;
const PATIENCE_MS = 15_000;

let server: EmbeddedServer | undefined;
let told = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    told = true;
    void server?.stop();
  });
}

server = await startWhenFree({ dataDir, port: Number(port), password, onLine: (line) => process.stdout.write(`${line}\n`) });
server.process.once('exit', () => process.exit(told ? 0 : 1));
if (told) await server.stop();

async function startWhenFree(options: Parameters<typeof startEmbeddedPostgres>[0]): Promise<EmbeddedServer> {
  for (const deadline = performance.now() + PATIENCE_MS; ;) {
    try {
      return await startEmbeddedPostgres(options);
    } catch (error) {
      if (told) process.exit(0);
      if (!STILL_ENDING.test(String(error)) || performance.now() > deadline) throw error;
      await pause(200);
    }
  }
}
