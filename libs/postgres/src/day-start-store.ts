import { cash, dollars, type Cash } from '@sofi/domain';
import type { EntityManager } from 'typeorm';

/** How an account's New York day began, and which books may open nothing more on it. */
export interface StoredDayStart {
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly equity: Cash;
  /** realised and open profit of each book then */
  readonly profits: Readonly<Record<string, Cash>>;
  readonly halted: readonly string[];
}

interface Payload {
  date: string;
  equity: number;
  profits: Record<string, number>;
  halted: string[];
}

export class DayStartStore {
  constructor(private readonly manager: EntityManager) {}

  async get(account: string): Promise<StoredDayStart | undefined> {
    const [row] = await this.manager.query<{ payload: Payload }[]>('SELECT payload FROM day_starts WHERE account = $1', [account]);
    if (!row) return undefined;
    const { date, equity, profits, halted } = row.payload;
    return { date, equity: cash(equity), profits: mapped(profits, cash), halted };
  }

  async put(account: string, { date, equity, profits, halted }: StoredDayStart): Promise<void> {
    const payload: Payload = { date, equity: dollars(equity), profits: mapped(profits, dollars), halted: [...halted] };
    await this.manager.query('INSERT INTO day_starts (account, payload) VALUES ($1, $2) ON CONFLICT (account) DO UPDATE SET payload = excluded.payload', [
      account,
      JSON.stringify(payload),
    ]);
  }
}

function mapped<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
