import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { CannotStart } from './cannot-start.js';
import type { Probe } from './readiness.js';

/** Loopback is not enough on a machine with several people: the password is made up once and kept for the owner of the data folder. */
export function databasePassword(dataDir: string): string {
  const path = join(dataDir, 'database-password');
  if (!existsSync(path)) writeFileSync(path, randomBytes(24).toString('hex'), { mode: 0o600 });
  return readFileSync(path, 'utf8');
}

/** User and database are those that the embedded server makes. */
export function databaseAddress(port: number, password: string): string {
  return `postgres://sofi:${password}@127.0.0.1:${port}/sofitrader`;
}

/** The database itself answers: it exists, and its server has recovered from whatever ended it last. */
export function databaseAnswers(url: string): Probe {
  return async () => {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('SELECT 1');
      return true;
    } catch {
      // Not there yet, or not in time: not ready, which is what was asked.
      return false;
    } finally {
      await client.end().catch(() => undefined);
    }
  };
}

/** Brings the schema up to date. @throws CannotStart with what the migration said */
export async function migrateDatabase(root: string, url: string, env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'libs/postgres/dist/src/migrate-command.js')], { env: { ...env, DATABASE_URL: url }, stdio: ['ignore', 'pipe', 'pipe'] });
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'close') as Promise<[number | null]>, text(child.stdout)]);
  if (code !== 0) throw new CannotStart(`The database could not be brought up to date: ${said.trim().split('\n')[0] ?? ''}`);
}
