import { decisionMessage } from '@sofi/contracts';
import type { Decision, EquitySymbol } from '@sofi/domain';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';

export interface DecisionQuery {
  readonly strategyId: string;
  readonly symbol?: EquitySymbol;
  /** only those taken earlier, ms */
  readonly before?: number;
  readonly limit: number;
}

export class DecisionStore {
  constructor(private readonly manager: EntityManager) {}

  /** The same decision twice is stored once. */
  async append(decisions: readonly Decision[]): Promise<void> {
    if (decisions.length === 0) return;
    await this.manager.query(
      `INSERT INTO decisions (id, strategy_id, symbol, time, payload)
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::jsonb[]) ON CONFLICT (id) DO NOTHING`,
      [
        decisions.map((decision) => decision.id),
        decisions.map((decision) => decision.strategyId),
        decisions.map((decision) => decision.symbol),
        decisions.map((decision) => decision.time),
        decisions.map((decision) => JSON.stringify(z.encode(decisionMessage, decision))),
      ],
    );
  }

  /** newest first */
  async list({ strategyId, symbol, before, limit }: DecisionQuery): Promise<Decision[]> {
    const rows = await this.manager.query<{ payload: unknown }[]>(
      `SELECT payload FROM decisions WHERE strategy_id = $1 AND ($2::text IS NULL OR symbol = $2) AND time < $3
       ORDER BY time DESC, id DESC LIMIT $4`,
      [strategyId, symbol ?? null, before ?? Number.MAX_SAFE_INTEGER, limit],
    );
    return rows.map((row) => decisionMessage.parse(row.payload));
  }
}
