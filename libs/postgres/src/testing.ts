import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openDatabase, type Database } from './database.js';
import { startEmbeddedPostgres, type EmbeddedServer } from './embedded-server.js';
import { migrate } from './migrate.js';

/** An empty, migrated database of a real Postgres, for one spec. */
export interface TestPostgres {
  readonly url: string;
  readonly db: Database;
  stop(): Promise<void>;
}

let shared: Promise<string> | undefined;

/**
 * A new database in the server of this test run: the one of `DATABASE_URL_TEST`, else an embedded one that starts with the
 * first call (about 2 s) and ends with the process.
 */
export async function startTestPostgres(): Promise<TestPostgres> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const server = await serverUrl();
  await execute(server, `CREATE DATABASE ${name}`);
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
  await migrate(url);
  const db = await openDatabase(url);
  return {
    url,
    db,
    async stop() {
      await db.close();
      await execute(server, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

function serverUrl(): Promise<string> {
  const given = process.env['DATABASE_URL_TEST'];
  if (given) return Promise.resolve(given);
  shared ??= startShared();
  return shared;
}

async function startShared(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'postgres-test-'));
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), port: await freePort(), durable: false });
  endWithTheRun(server, folder);
  return server.url;
}

/** The server must not keep the run alive, nor outlive it. */
function endWithTheRun(server: EmbeddedServer, folder: string): void {
  const { process: child } = server;
  child.unref();
  (child.stderr as { unref?: () => void } | null)?.unref?.();
  process.once('exit', () => {
    // at once: nothing of it is needed again
    child.kill('SIGQUIT');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
