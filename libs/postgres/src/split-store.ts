import type { EquitySymbol, Split } from '@sofi/domain';
import type { EntityManager } from 'typeorm';

/** Splits that took place while bars were stored: those before them are in older prices. */
export class SplitStore {
  constructor(private readonly manager: EntityManager) {}

  /** oldest first */
  async of(symbol: EquitySymbol): Promise<Split[]> {
    const rows = await this.manager.query<{ date: string; shares: number; of_shares: number }[]>('SELECT date, shares, of_shares FROM splits WHERE symbol = $1 ORDER BY date', [
      symbol,
    ]);
    return rows.map(({ date, shares, of_shares }) => ({ date, ratio: { shares, of: of_shares } }));
  }

  /** The first word on a symbol's day stays. */
  async note(symbol: EquitySymbol, { date, ratio }: Split, noticedAt: number): Promise<void> {
    await this.manager.query('INSERT INTO splits (symbol, date, shares, of_shares, noticed_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING', [
      symbol,
      date,
      ratio.shares,
      ratio.of,
      noticedAt,
    ]);
  }
}
