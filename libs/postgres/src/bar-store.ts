import type { Bar, BarQuery, BarStore, EquitySymbol, Timeframe } from '@sofi/domain';
import type { EntityManager } from 'typeorm';
import { importAtOnce, type Imported } from './bar-import.js';
import { openPartitions } from './bar-partitions.js';
import { BAR_COLUMNS, highestRevisions, MERGE } from './bar-rows.js';
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
/** Bars of one transaction: beyond so many a COPY gets no faster, and what they lock is locked for less than a second. */
const IMPORTED_AT_ONCE = 100_000;

export class PostgresBarStore implements BarStore {
  constructor(private readonly manager: EntityManager) {}

  /** Of several bars with the same start the highest revision stays, whatever their order. */
  async save(bars: readonly Bar[]): Promise<void> {
    if (bars.length === 0) return;
    const newest = highestRevisions(bars);
    await openPartitions(this.manager, newest);
    for (let from = 0; from < newest.length; from += AT_ONCE) await this.#write(newest.slice(from, from + AT_ONCE));
  }

  /**
   * Bars by the hundred thousand, for imports and backfills: the rule of `save`, through COPY. One transaction for every hundred thousand; inside of a transaction,
   * that one.
   */
  async import(bars: readonly Bar[]): Promise<Imported> {
    const newest = highestRevisions(bars);
    let written = 0;
    let present = 0;
    for (let from = 0; from < newest.length; from += IMPORTED_AT_ONCE) {
      const one = await this.manager.transaction((inner) => importAtOnce(inner, newest.slice(from, from + IMPORTED_AT_ONCE)));
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

  /** The oldest that starts in [from, to). */
  async first({ symbol, timeframe, from, to }: BarQuery & { readonly from: number; readonly to: number }): Promise<Bar | undefined> {
    const rows = await this.manager.query<BarRow[]>(
      'SELECT * FROM bars WHERE symbol = $1 AND timeframe = $2 AND start_time >= $3 AND start_time < $4 ORDER BY start_time LIMIT 1',
      [symbol, timeframe, from, to],
    );
    return rows.map(toBar)[0];
  }

  /** How many bars start in [from, to). */
  async count({ symbol, timeframe, from, to }: BarQuery & { readonly from: number; readonly to: number }): Promise<number> {
    const [row] = await this.manager.query<{ count: string }[]>('SELECT count(*) FROM bars WHERE symbol = $1 AND timeframe = $2 AND start_time >= $3 AND start_time < $4', [
      symbol,
      timeframe,
      from,
      to,
    ]);
    return Number(row!.count);
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
