import type { EquitySymbol } from '@sofi/domain';
import type { EntityManager } from 'typeorm';
import { WatchlistRow } from './entities.js';

export class WatchlistStore {
  constructor(private readonly manager: EntityManager) {}

  /** undefined where the user never had one */
  async get(username: string): Promise<EquitySymbol[] | undefined> {
    return (await this.manager.findOneBy(WatchlistRow, { username }))?.symbols as EquitySymbol[] | undefined;
  }

  async set(username: string, symbols: readonly EquitySymbol[]): Promise<void> {
    await this.manager.upsert(WatchlistRow, { username, symbols: [...symbols] }, ['username']);
  }

  /** every symbol that anybody watches, by name */
  async symbols(): Promise<EquitySymbol[]> {
    const rows = await this.manager.query<{ symbol: EquitySymbol }[]>('SELECT DISTINCT unnest(symbols) AS symbol FROM watchlists ORDER BY symbol');
    return rows.map((row) => row.symbol);
  }
}
