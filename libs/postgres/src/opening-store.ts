import type { Cash } from '@sofi/domain';
import type { EntityManager } from 'typeorm';
import { LedgerOpeningRow } from './entities.js';
import { cashOf, decimalOf } from './numbers.js';

/** What an account's ledger began with. */
export interface LedgerOpening {
  readonly cash: Cash;
  /** 2 margin, 1 cash */
  readonly leverage: number;
  /** ms */
  readonly time: number;
}

export class OpeningStore {
  constructor(private readonly manager: EntityManager) {}

  async get(account: string): Promise<LedgerOpening | undefined> {
    const row = await this.manager.findOneBy(LedgerOpeningRow, { account });
    return row ? { cash: cashOf(row.cash), leverage: row.leverage, time: row.time } : undefined;
  }

  async put(account: string, { cash, leverage, time }: LedgerOpening): Promise<void> {
    await this.manager.upsert(LedgerOpeningRow, { account, cash: decimalOf(cash), leverage, time }, ['account']);
  }
}
