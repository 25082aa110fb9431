import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bar } from '@sofi/domain';
import { CopyFrom, migrate, openDatabase, type Database } from '@sofi/postgres';
import { startEmbeddedPostgres } from '@sofi/postgres/server';
import { freePort } from '@sofi/postgres/testing';
import pg from 'pg';

/** rows/s; `bare…` is the same on one connection with nothing of the product in between */
export interface StorageSpeed {
  readonly imported: number;
  readonly revised: number;
  readonly saved: number;
  readonly read: number;
  readonly bareCopied: number;
  readonly bareRead: number;
}

/** The columns and the key of `bars`, in one table. */
const BARE_TABLE = 'CREATE TABLE bare (LIKE bars INCLUDING DEFAULTS INCLUDING CONSTRAINTS, PRIMARY KEY (symbol, timeframe, start_time))';

/** Measures over a database of its own, on disk and durable as the product's, that is gone afterwards. */
export async function withStorage<T>(work: (database: Database, client: pg.Client) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-storage-'));
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), port: await freePort() });
  const client = new pg.Client({ connectionString: server.url });
  try {
    await migrate(server.url);
    await client.connect();
    await client.query(BARE_TABLE);
    const database = await openDatabase(server.url);
    try {
      return await work(database, client);
    } finally {
      await database.close();
    }
  } finally {
    await client.end();
    await server.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

export async function storageOnce(database: Database, client: pg.Client, bars: readonly Bar[]): Promise<StorageSpeed> {
  const { symbol } = bars[0]!;
  const revised = (revision: number) => bars.map((bar) => ({ ...bar, revision }));
  await client.query('TRUNCATE bars, bare');
  await client.query('CHECKPOINT');
  const imported = await perSecond(bars.length, () => database.bars.import(bars));
  const read = await perSecond(bars.length, () => database.bars.load({ symbol, timeframe: '1m' }));
  const second = revised(1);
  const asRevised = await perSecond(bars.length, () => database.bars.import(second));
  const third = revised(2);
  const saved = await perSecond(bars.length, () => database.bars.save(third));
  const lines = await textOf(client);
  await client.query('CHECKPOINT');
  const bareCopied = await perSecond(bars.length, () => client.query(new CopyFrom('COPY bare FROM STDIN', lines)).done);
  const bareRead = await perSecond(bars.length, () => client.query('SELECT * FROM bare WHERE symbol = $1 AND timeframe = $2 ORDER BY start_time', [symbol, '1m']));
  return { imported, revised: asRevised, saved, read, bareCopied, bareRead };
}

/** What is stored as COPY's own text, made by the server: the bare copy pays for no formatting. */
async function textOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>({
    text: `SELECT concat_ws(E'\\t', symbol, timeframe, start_time, end_time, open, high, low, close, volume, trade_count, vwap, revision, quality) AS line FROM bars ORDER BY start_time`,
  });
  const perChunk = 500;
  return Array.from({ length: Math.ceil(rows.length / perChunk) }, (_, at) => {
    const part = rows.slice(at * perChunk, (at + 1) * perChunk);
    return part.map(({ line }) => `${line}\n`).join('');
  });
}

async function perSecond(rows: number, work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (rows * 1_000) / (performance.now() - began);
}
