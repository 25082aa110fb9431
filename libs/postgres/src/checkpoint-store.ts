import type { EntityManager } from 'typeorm';
import { CheckpointRow } from './entities.js';

/** How far a reader of a stream has come; stored together with what it did. */
export interface Checkpoint {
  /** the last sequence that is done */
  readonly sequence: number;
  /** the market's clock then, ms */
  readonly marketTime: number;
}

export class CheckpointStore {
  constructor(private readonly manager: EntityManager) {}

  async get(name: string): Promise<Checkpoint | undefined> {
    const row = await this.manager.findOneBy(CheckpointRow, { name });
    return row ? { sequence: row.sequence, marketTime: row.marketTime } : undefined;
  }

  async set(name: string, { sequence, marketTime }: Checkpoint): Promise<void> {
    await this.manager.upsert(CheckpointRow, { name, sequence, marketTime }, ['name']);
  }
}
