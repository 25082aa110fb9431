import type { Bar, BarQuery, BarStore, EquitySymbol, Timeframe } from '@sofi/domain';
import type { Client } from 'pg';
import type { EntityManager } from 'typeorm';
import { BAR_COLUMNS, barText } from './bar-text.js';
import { CopyFrom } from './copy-from.js';
import { decimalOf, priceOf } from './numbers.js';

/** As the driver hands it out: bigint and numeric are text. */
interface BarRow {
  symbol: string;
  timeframe: string;
  start_time: string;
  end_time: string;
  open: string;
  high: string;
  low: string;
  close: string;
  volume: string;
  trade_count: string;
  vwap: string;
  revision: number;
  quality: Bar['quality'];
}

const AT_ONCE = 5_000;
/** Copied and merged at a time: so much of a file that is no longer readable half-way is stored. */
const IMPORTED_AT_ONCE = 100_000;
const DAY_MS = 86_400_000;

/** Of several bars with one key the highest revision stays; of two with the same revision the one that was there, so a live bar outlives one of a backfill. */
const MERGE = `ON CONFLICT (symbol, timeframe, start_time) DO UPDATE SET
  end_time = excluded.end_time, open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close, volume = excluded.volume,
  trade_count = excluded.trade_count, vwap = excluded.vwap, revision = excluded.revision, quality = excluded.quality
  WHERE bars.revision < excluded.revision`;

/** What became of imported bars; a bar given twice is counted once. */
export interface Imported {
  /** new, or of a higher revision than what was stored */
  readonly written: number;
  /** stored before with this revision or a higher one, and left alone */
  readonly present: number;
}

export class PostgresBarStore implements BarStore {
  constructor(private readonly manager: EntityManager) {}

  /** Of several bars with the same start the highest revision stays, whatever their order. */
  async save(bars: readonly Bar[]): Promise<void> {
    const newest = highestRevisions(bars);
    await openPartitions(this.manager, newest);
    for (let from = 0; from < newest.length; from += AT_ONCE) await this.#write(newest.slice(from, from + AT_ONCE));
  }

  /**
   * Bars by the hundred thousand, for imports and backfills: the rule of `save`, through COPY. One transaction for every hundred thousand; inside of a transaction,
   * that one.
   */
  async import(bars: readonly Bar[]): Promise<Imported> {
    let written = 0;
    let present = 0;
    for (let from = 0; from < bars.length; from += IMPORTED_AT_ONCE) {
      const one = await this.manager.transaction((inner) => copyAndMerge(inner, bars.slice(from, from + IMPORTED_AT_ONCE)));
      written += one.written;
      present += one.present;
    }
    return { written, present };
  }

  async load({ symbol, timeframe, from, to, limit }: BarQuery): Promise<readonly Bar[]> {
    const values: unknown[] = [symbol, timeframe, from ?? 0, to ?? Number.MAX_SAFE_INTEGER];
    if (limit !== undefined) values.push(limit);
    const rows = await this.manager.query<BarRow[]>(
      `SELECT * FROM bars WHERE symbol = $1 AND timeframe = $2 AND start_time >= $3 AND start_time < $4
       ORDER BY start_time DESC ${limit === undefined ? '' : 'LIMIT $5'}`,
      values,
    );
    return rows.toReversed().map(toBar);
  }

  /** Which symbols have a bar of this timeframe that starts at `from` or later. */
  async symbolsSince(timeframe: Timeframe, from: number): Promise<EquitySymbol[]> {
    const rows = await this.manager.query<{ symbol: EquitySymbol }[]>('SELECT DISTINCT symbol FROM bars WHERE timeframe = $1 AND start_time >= $2 ORDER BY symbol', [
      timeframe,
      from,
    ]);
    return rows.map(({ symbol }) => symbol);
  }

  async #write(bars: readonly Bar[]): Promise<void> {
    const column = (of: (bar: Bar) => unknown) => bars.map(of);
    await this.manager.query(
      `INSERT INTO bars (${BAR_COLUMNS})
       SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::numeric[], $6::numeric[], $7::numeric[], $8::numeric[],
                            $9::bigint[], $10::bigint[], $11::numeric[], $12::integer[], $13::text[])
       ${MERGE}`,
      [
        column((bar) => bar.symbol),
        column((bar) => bar.timeframe),
        column((bar) => bar.start),
        column((bar) => bar.end),
        column((bar) => decimalOf(bar.open)),
        column((bar) => decimalOf(bar.high)),
        column((bar) => decimalOf(bar.low)),
        column((bar) => decimalOf(bar.close)),
        column((bar) => bar.volume),
        column((bar) => bar.tradeCount),
        column((bar) => decimalOf(bar.vwap)),
        column((bar) => bar.revision),
        column((bar) => bar.quality),
      ],
    );
  }
}

/** A partition must be there before a row of it. */
async function openPartitions(manager: EntityManager, bars: readonly Bar[]): Promise<void> {
  const days = new Map(bars.map(({ timeframe, start }) => [`${timeframe} ${Math.floor(start / DAY_MS)}`, { timeframe, start }]));
  const parts = [...days.values()];
  await manager.query('SELECT open_bar_partitions($1::text[], $2::bigint[])', [parts.map(({ timeframe }) => timeframe), parts.map(({ start }) => start)]);
}

async function copyAndMerge(manager: EntityManager, bars: readonly Bar[]): Promise<Imported> {
  const newest = highestRevisions(bars);
  await openPartitions(manager, newest);
  await manager.query('CREATE TEMPORARY TABLE imported_bars (LIKE bars) ON COMMIT DROP');
  await copy(manager, `COPY imported_bars (${BAR_COLUMNS}) FROM STDIN`, barText(newest));
  const [merged] = await manager.query<{ written: string }[]>(
    `WITH merged AS (INSERT INTO bars (${BAR_COLUMNS}) SELECT ${BAR_COLUMNS} FROM imported_bars ${MERGE} RETURNING 1) SELECT count(*) AS written FROM merged`,
  );
  await manager.query('DROP TABLE imported_bars');
  const written = Number(merged?.written);
  return { written, present: newest.length - written };
}

/** On the connection of the transaction, which only its query runner has. */
async function copy(manager: EntityManager, statement: string, chunks: Iterable<string>): Promise<number> {
  const client = (await manager.queryRunner!.connect()) as Client;
  return client.query(new CopyFrom(statement, chunks)).done;
}

/** One statement can not update a row twice. */
function highestRevisions(bars: readonly Bar[]): Bar[] {
  const byKey = new Map<string, Bar>();
  for (const bar of bars) {
    const key = `${bar.symbol} ${bar.timeframe} ${bar.start}`;
    const known = byKey.get(key);
    if (!known || known.revision < bar.revision) byKey.set(key, bar);
  }
  return [...byKey.values()];
}

function toBar(row: BarRow): Bar {
  return {
    symbol: row.symbol as EquitySymbol,
    timeframe: row.timeframe as Timeframe,
    start: Number(row.start_time),
    end: Number(row.end_time),
    open: priceOf(row.open),
    high: priceOf(row.high),
    low: priceOf(row.low),
    close: priceOf(row.close),
    volume: Number(row.volume),
    tradeCount: Number(row.trade_count),
    vwap: priceOf(row.vwap),
    revision: row.revision,
    quality: row.quality,
  };
}
