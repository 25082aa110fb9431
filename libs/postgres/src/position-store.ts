import { symbolPositionsMessage, type SymbolPositions } from '@sofi/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { PositionsRow } from './entities.js';

/** The newest word of the ledger on each symbol: a projection, rebuilt from the order events at any time. */
export class PositionStore {
  constructor(private readonly manager: EntityManager) {}

  async save(...rows: readonly SymbolPositions[]): Promise<void> {
    if (rows.length === 0) return;
    await this.manager.query(
      `INSERT INTO positions (account, symbol, payload, time)
       SELECT * FROM unnest($1::text[], $2::text[], $3::jsonb[], $4::bigint[])
       ON CONFLICT (account, symbol) DO UPDATE SET payload = excluded.payload, time = excluded.time`,
      [rows.map((row) => row.account), rows.map((row) => row.symbol), rows.map((row) => JSON.stringify(z.encode(symbolPositionsMessage, row))), rows.map((row) => row.time)],
    );
  }

  /** by symbol */
  async all(account: string): Promise<SymbolPositions[]> {
    const rows = await this.manager.find(PositionsRow, { where: { account }, order: { symbol: 'ASC' } });
    return rows.map((row) => symbolPositionsMessage.parse(row.payload));
  }
}
