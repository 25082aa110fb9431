import type { EquitySymbol, StrategyDefinition } from '@sofi/domain';
import { IsNull, type EntityManager } from 'typeorm';
import { StrategyRow } from './entities.js';

export type StoredStrategy = StrategyDefinition & { /** ms */ readonly createdAt: number };

/** A deleted strategy is no longer found, but its decisions, orders and trades stay. */
export class StrategyStore {
  constructor(private readonly manager: EntityManager) {}

  /** oldest first */
  async all(): Promise<StoredStrategy[]> {
    const rows = await this.manager.find(StrategyRow, { where: { deletedAt: IsNull() }, order: { createdAt: 'ASC', id: 'ASC' } });
    return rows.map(toStrategy);
  }

  async get(id: string): Promise<StoredStrategy | undefined> {
    const row = await this.manager.findOneBy(StrategyRow, { id, deletedAt: IsNull() });
    return row ? toStrategy(row) : undefined;
  }

  /** A number never given before, as text: ids are parts of subjects and order ids. */
  async nextId(): Promise<string> {
    const [row] = await this.manager.query<{ id: string }[]>(`SELECT nextval('strategy_ids')::text AS id`);
    return (row as { id: string }).id;
  }

  /** Writes it whole; the time of creation stays that of the first writing. */
  async save(definition: StrategyDefinition, createdAt = Date.now()): Promise<void> {
    const { id, name, type, symbols, timeframe, account, parameters, risk, status } = definition;
    await this.manager.query(
      `INSERT INTO strategies (id, name, type, symbols, timeframe, account, parameters, risk, status, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, type = excluded.type, symbols = excluded.symbols, timeframe = excluded.timeframe,
         account = excluded.account, parameters = excluded.parameters, risk = excluded.risk, status = excluded.status`,
      [id, name, type, symbols, timeframe, account, JSON.stringify(parameters), JSON.stringify(risk), status, createdAt],
    );
  }

  async delete(id: string): Promise<void> {
    await this.manager.update(StrategyRow, { id, deletedAt: IsNull() }, { deletedAt: Date.now() });
  }
}

function toStrategy({ id, name, type, symbols, timeframe, account, parameters, risk, status, createdAt }: StrategyRow): StoredStrategy {
  return { id, name, type, symbols: symbols as EquitySymbol[], timeframe, account, parameters, risk, status, createdAt };
}
