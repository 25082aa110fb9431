import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import { UnavailableError } from '@sofi/domain';
import { DataSource, type EntityManager } from 'typeorm';
import { ApiTokenStore, BrowserSessionStore, UserStore } from './access-stores.js';
import { PostgresBarStore } from './bar-store.js';
import { CheckpointStore } from './checkpoint-store.js';
import { DayStartStore } from './day-start-store.js';
import { DecisionStore } from './decision-store.js';
import { entities } from './entities.js';
import { History1800000000001 } from './history-migration.js';
import { HistoryRangeStore } from './history-range-store.js';
import { Initial1700000000000 } from './initial-migration.js';
import { OpeningStore } from './opening-store.js';
import { OrderEventStore } from './order-event-store.js';
import { OrderStore } from './order-store.js';
import { Partitions1800000000000 } from './partitions-migration.js';
import { PositionStore } from './position-store.js';
import { RoundTripStore } from './round-trip-store.js';
import { SplitStore } from './split-store.js';
import { StrategyStore } from './strategy-store.js';
import { WatchlistStore } from './watchlist-store.js';

/** Everything that is stored, through one connection or one transaction. */
export class Stores {
  readonly bars: PostgresBarStore;
  readonly historyRanges: HistoryRangeStore;
  readonly splits: SplitStore;
  readonly checkpoints: CheckpointStore;
  readonly strategies: StrategyStore;
  readonly decisions: DecisionStore;
  readonly orderEvents: OrderEventStore;
  readonly orders: OrderStore;
  readonly roundTrips: RoundTripStore;
  readonly openings: OpeningStore;
  readonly dayStarts: DayStartStore;
  readonly positions: PositionStore;
  readonly watchlists: WatchlistStore;
  readonly users: UserStore;
  readonly browserSessions: BrowserSessionStore;
  readonly apiTokens: ApiTokenStore;

  constructor(manager: EntityManager) {
    this.bars = new PostgresBarStore(manager);
    this.historyRanges = new HistoryRangeStore(manager);
    this.splits = new SplitStore(manager);
    this.checkpoints = new CheckpointStore(manager);
    this.strategies = new StrategyStore(manager);
    this.decisions = new DecisionStore(manager);
    this.orderEvents = new OrderEventStore(manager);
    this.orders = new OrderStore(manager);
    this.roundTrips = new RoundTripStore(manager);
    this.openings = new OpeningStore(manager);
    this.dayStarts = new DayStartStore(manager);
    this.positions = new PositionStore(manager);
    this.watchlists = new WatchlistStore(manager);
    this.users = new UserStore(manager);
    this.browserSessions = new BrowserSessionStore(manager);
    this.apiTokens = new ApiTokenStore(manager);
  }
}

export class Database extends Stores {
  constructor(private readonly source: DataSource) {
    super(source.manager);
  }

  /** All of it is stored, or, where `work` throws, none. Use only the stores that are handed in. */
  transaction<T>(work: (tx: Stores) => Promise<T>): Promise<T> {
    return this.source.transaction((manager) => work(new Stores(manager)));
  }

  /** Resolves where the database answers, rejects with an UnavailableError. */
  async ping(): Promise<void> {
    await this.source.query('SELECT 1').catch((error: unknown) => {
      throw new UnavailableError(`Postgres does not answer: ${String(error)}`);
    });
  }

  close(): Promise<void> {
    return this.source.destroy();
  }
}

export interface DatabaseOptions {
  /** how long a database that is still starting is waited for, 30 s */
  readonly waitMs?: number;
  /** connections at most, 4 */
  readonly poolSize?: number;
}

/** Connects; the tables must be there (see `migrate`). Throws an UnavailableError where Postgres does not come. */
export async function openDatabase(url: string, options: DatabaseOptions = {}): Promise<Database> {
  return new Database(await openSource(url, options));
}

export async function openSource(url: string, { waitMs = 30_000, poolSize = 4 }: DatabaseOptions): Promise<DataSource> {
  const deadline = Date.now() + waitMs;
  for (;;) {
    // a source that failed to start can not be started again
    const source = new DataSource({
      type: 'postgres',
      url,
      entities,
      migrations: [Initial1700000000000, Partitions1800000000000, History1800000000001],
      poolSize,
      connectTimeoutMS: 5_000,
      logging: false,
    });
    try {
      return await source.initialize();
    } catch (error) {
      if (Date.now() >= deadline || isRefusal(error)) throw new UnavailableError(`Postgres does not answer: ${String(error)}`);
      await delay(250);
    }
  }
}

/** Wrong password, unknown role or database: waiting does not help. */
function isRefusal(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return code === '28P01' || code === '28000' || code === '3D000';
}
