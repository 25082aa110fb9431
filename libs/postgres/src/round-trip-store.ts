import type { EquitySymbol, RoundTrip } from '@sofi/domain';
import type { EntityManager } from 'typeorm';
import { cashOf, decimalOf, priceOf } from './numbers.js';

export interface RoundTripQuery {
  readonly account?: string;
  readonly book?: string;
  readonly symbol?: EquitySymbol;
  /** only those closed earlier, ms */
  readonly before?: number;
  readonly limit: number;
}

interface RoundTripRow {
  id: string;
  account: string;
  book: string;
  symbol: string;
  side: RoundTrip['side'];
  quantity: string;
  entry_price: string;
  exit_price: string;
  entry_time: string;
  exit_time: string;
  profit: string;
  profit_pct: number;
  exit_reason: RoundTrip['exitReason'];
}

export class RoundTripStore {
  constructor(private readonly manager: EntityManager) {}

  /** The same trade twice is stored once. */
  async append(trips: readonly RoundTrip[]): Promise<void> {
    if (trips.length === 0) return;
    const column = (of: (trip: RoundTrip) => unknown) => trips.map(of);
    await this.manager.query(
      `INSERT INTO round_trips (id, account, book, symbol, side, quantity, entry_price, exit_price, entry_time, exit_time, profit, profit_pct, exit_reason)
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::numeric[], $8::numeric[],
                            $9::bigint[], $10::bigint[], $11::numeric[], $12::double precision[], $13::text[])
       ON CONFLICT (id) DO NOTHING`,
      [
        column((trip) => trip.id),
        column((trip) => trip.account),
        column((trip) => trip.book),
        column((trip) => trip.symbol),
        column((trip) => trip.side),
        column((trip) => trip.quantity),
        column((trip) => decimalOf(trip.entryPrice)),
        column((trip) => decimalOf(trip.exitPrice)),
        column((trip) => trip.entryTime),
        column((trip) => trip.exitTime),
        column((trip) => decimalOf(trip.profit)),
        column((trip) => trip.profitPct),
        column((trip) => trip.exitReason),
      ],
    );
  }

  /** newest first */
  async list({ account, book, symbol, before, limit }: RoundTripQuery): Promise<RoundTrip[]> {
    const rows = await this.manager.query<RoundTripRow[]>(
      `SELECT * FROM round_trips
       WHERE ($1::text IS NULL OR account = $1) AND ($2::text IS NULL OR book = $2) AND ($3::text IS NULL OR symbol = $3) AND exit_time < $4
       ORDER BY exit_time DESC, id DESC LIMIT $5`,
      [account ?? null, book ?? null, symbol ?? null, before ?? Number.MAX_SAFE_INTEGER, limit],
    );
    return rows.map(toRoundTrip);
  }
}

function toRoundTrip(row: RoundTripRow): RoundTrip {
  return {
    id: row.id,
    account: row.account,
    book: row.book,
    symbol: row.symbol as EquitySymbol,
    side: row.side,
    quantity: Number(row.quantity),
    entryPrice: priceOf(row.entry_price),
    exitPrice: priceOf(row.exit_price),
    entryTime: Number(row.entry_time),
    exitTime: Number(row.exit_time),
    profit: cashOf(row.profit),
    profitPct: row.profit_pct,
    exitReason: row.exit_reason,
  };
}
