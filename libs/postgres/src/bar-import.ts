import type { Bar } from '@sofi/domain';
import type { Client } from 'pg';
import type { EntityManager } from 'typeorm';
import { openPartitions } from './bar-partitions.js';
import { BAR_COLUMNS, MERGE } from './bar-rows.js';
import { barText } from './bar-text.js';
import { CopyFrom } from './copy-from.js';

const UNIQUE_VIOLATION = '23505';

/** What became of imported bars; a bar given twice is counted once. */
export interface Imported {
  /** new, or of a higher revision than what was stored */
  readonly written: number;
  /** stored before with this revision or a higher one, and left alone */
  readonly present: number;
}

/** Each bar once, within the transaction of this manager. */
export async function importAtOnce(manager: EntityManager, bars: readonly Bar[]): Promise<Imported> {
  await openPartitions(manager, bars);
  return (await copied(manager, bars)) ?? merged(manager, bars);
}

/** Straight into the table where nothing is stored among them, which is half as fast again as a merge; undefined where something is, or is being stored by somebody else. */
async function copied(manager: EntityManager, bars: readonly Bar[]): Promise<Imported | undefined> {
  if (await someStored(manager, bars)) return undefined;
  try {
    // a savepoint: the merge begins where the copy began
    return { written: await manager.transaction((inner) => copy(inner, 'bars', bars)), present: 0 };
  } catch (error) {
    if ((error as { code?: unknown }).code === UNIQUE_VIOLATION) return undefined;
    throw error;
  }
}

async function someStored(manager: EntityManager, bars: readonly Bar[]): Promise<boolean> {
  const starts = bars.map(({ start }) => start);
  const distinct = (of: (bar: Bar) => string) => [...new Set(bars.map(of))];
  const least = starts.reduce((a, b) => Math.min(a, b));
  const most = starts.reduce((a, b) => Math.max(a, b));
  const [row] = await manager.query<{ stored: boolean }[]>(
    'SELECT EXISTS (SELECT FROM bars WHERE symbol = ANY ($1) AND timeframe = ANY ($2) AND start_time BETWEEN $3 AND $4) AS stored',
    [distinct(({ symbol }) => symbol), distinct(({ timeframe }) => timeframe), least, most],
  );
  return row!.stored;
}

async function merged(manager: EntityManager, bars: readonly Bar[]): Promise<Imported> {
  await manager.query('CREATE TEMPORARY TABLE imported_bars (LIKE bars) ON COMMIT DROP');
  await copy(manager, 'imported_bars', bars);
  const [row] = await manager.query<{ written: string }[]>(
    `WITH merged AS (INSERT INTO bars (${BAR_COLUMNS}) SELECT ${BAR_COLUMNS} FROM imported_bars ${MERGE} RETURNING 1) SELECT count(*) AS written FROM merged`,
  );
  await manager.query('DROP TABLE imported_bars');
  const written = Number(row!.written);
  return { written, present: bars.length - written };
}

/** On the connection of the transaction, which only its query runner has. */
async function copy(manager: EntityManager, table: string, bars: readonly Bar[]): Promise<number> {
  const client = (await manager.queryRunner!.connect()) as Client;
  return client.query(new CopyFrom(`COPY ${table} (${BAR_COLUMNS}) FROM STDIN`, barText(bars))).done;
}
