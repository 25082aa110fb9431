import { Inject, Injectable } from '@nestjs/common';
import type { Database, StoredStrategy } from '@sofi/postgres';
import { DATABASE } from '@sofi/service-kit';
import { refuse } from './problem-answer.js';
import { summaryOf, type StrategySummary } from './strategy-summary.js';
import { ValuedPositions } from './valued-positions.js';

const ALL_TRADES = 1_000_000;

/** The stored strategies, and how each is doing. */
@Injectable()
export class Strategies {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly positions: ValuedPositions,
  ) {}

  async get(id: string): Promise<StoredStrategy> {
    return (await this.database.strategies.get(id)) ?? refuse(404, `there is no strategy ${id}`);
  }

  async summary(id: string): Promise<StrategySummary> {
    return this.summaryOf(await this.get(id));
  }

  /** Oldest first. */
  async summaries(): Promise<StrategySummary[]> {
    return Promise.all((await this.database.strategies.all()).map((one) => this.summaryOf(one)));
  }

  private async summaryOf({ createdAt, ...definition }: StoredStrategy): Promise<StrategySummary> {
    const [positions, trades, [decision]] = await Promise.all([
      this.positions.list((one) => one.book === definition.id && one.netQuantity !== 0),
      this.database.roundTrips.list({ book: definition.id, limit: ALL_TRADES }),
      this.database.decisions.list({ strategyId: definition.id, limit: 1 }),
    ]);
    return summaryOf(definition, { createdAt, lastDecisionAt: decision?.time ?? null, trades, positions });
  }
}
