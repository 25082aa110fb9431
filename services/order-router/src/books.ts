import { encode, orderEventMessage, subjects, symbolPositionsMessage, type SymbolPositions } from '@sofi/contracts';
import type { EquitySymbol, OrderEvent, OrderView, RoundTrip } from '@sofi/domain';
import type { DayStart, DeskFact, OrderDesk } from '@sofi/engine';
import type { Bus } from '@sofi/nats';
import type { Database, StoredOrderEvent, Stores } from '@sofi/postgres';
import { OneAtATime } from '@sofi/service-kit';
import { orderRow } from './order-row.js';

/** Where to go on reading after a kill, and the tick that the books are complete for. */
export interface Checkpoint {
  readonly marketTime: number;
  readonly tradesAfter: number;
  readonly ordersAfter: number;
  readonly dayStart: DayStart;
}

/** What one step of the desk leaves behind, taken down at the moment it was decided. */
interface Entry {
  readonly events: readonly OrderEvent[];
  readonly orders: readonly OrderView[];
  readonly positions: readonly SymbolPositions[];
  readonly roundTrips: readonly RoundTrip[];
  readonly checkpoint: Checkpoint | undefined;
}

export const TRADES_CHECKPOINT = 'order-router.trades';
export const ORDERS_CHECKPOINT = 'order-router.orders';
const LEFTOVERS = 500;

/**
 * Keeps what the desk decided: stored in one transaction, then published, in the order of the decisions. A write that fails is the end of the process: the desk
 * knows what is stored nowhere, and an order's next event must not be stored behind a missing one.
 */
export class Books {
  private readonly writing = new OneAtATime();
  private failure: { readonly error: unknown } | undefined;
  private tripsKept: number;

  constructor(
    private readonly account: string,
    private readonly desk: OrderDesk,
    private readonly database: Database,
    private readonly bus: Pick<Bus, 'record'>,
    private readonly fatal: (error: unknown) => void,
  ) {
    this.tripsKept = desk.roundTrips().length;
  }

  /** Resolves when the facts, and the checkpoint that they complete, are stored and published. */
  write(facts: readonly DeskFact[], checkpoint?: Checkpoint): Promise<void> {
    const entry = this.entry(facts, checkpoint);
    return this.writing.run(() => this.keep(entry));
  }

  /** What a killed process had stored but perhaps not published: order events, and what the ledger said last of each symbol. */
  async publishLeftovers(): Promise<void> {
    for (;;) {
      const left = await this.database.orderEvents.unpublished(LEFTOVERS);
      if (left.length === 0) break;
      await this.publish(left);
    }
    await this.publishPositions(await this.database.positions.all(this.account));
  }

  private async keep(entry: Entry): Promise<void> {
    if (this.failure) throw this.failure.error;
    try {
      const stored = await this.database.transaction((tx) => this.store(tx, entry));
      await this.publish(stored);
      await this.publishPositions(entry.positions);
    } catch (error) {
      this.failure = { error };
      this.fatal(error);
      throw error;
    }
  }

  private entry(facts: readonly DeskFact[], checkpoint: Checkpoint | undefined): Entry {
    const events = facts.flatMap((fact) => (fact.kind === 'event' ? [fact.event] : []));
    const orders = [...new Set(events.map((event) => event.orderId))].map((id) => this.desk.order(id)).filter((view) => view !== undefined);
    const filled = new Set(events.flatMap((event) => (event.type === 'filled' ? [event.fill.symbol] : [])));
    const trips = this.desk.roundTrips();
    const roundTrips = trips.slice(this.tripsKept);
    this.tripsKept = trips.length;
    const time = events.at(-1)?.time ?? 0;
    return { events, orders, positions: [...filled].map((symbol) => this.positionsIn(symbol, time)), roundTrips, checkpoint };
  }

  private positionsIn(symbol: EquitySymbol, time: number): SymbolPositions {
    return { account: this.account, symbol, positions: this.desk.positions().filter((position) => position.symbol === symbol), time };
  }

  private async store(tx: Stores, { events, orders, positions, roundTrips, checkpoint }: Entry): Promise<StoredOrderEvent[]> {
    const stored = await tx.orderEvents.append(events);
    await tx.orders.save(...orders.map(orderRow));
    await tx.positions.save(...positions);
    await tx.roundTrips.append(roundTrips);
    if (checkpoint) await this.storeCheckpoint(tx, checkpoint);
    return stored;
  }

  private async storeCheckpoint(tx: Stores, { marketTime, tradesAfter, ordersAfter, dayStart }: Checkpoint): Promise<void> {
    await tx.checkpoints.set(TRADES_CHECKPOINT, { sequence: tradesAfter, marketTime });
    await tx.checkpoints.set(ORDERS_CHECKPOINT, { sequence: ordersAfter, marketTime });
    await tx.dayStarts.put(this.account, dayStart);
  }

  private async publishPositions(rows: readonly SymbolPositions[]): Promise<void> {
    await Promise.all(rows.map((row) => this.bus.record(subjects.position(row.account, row.symbol), encode(symbolPositionsMessage, row))));
  }

  /** In the order they were stored: whoever folds them must see them as they happened. */
  private async publish(stored: readonly StoredOrderEvent[]): Promise<void> {
    for (const { account, symbol, event } of stored) {
      await this.bus.record(subjects.orderEvent(account, symbol), encode(orderEventMessage, event), `${event.orderId}-${event.sequence}`);
    }
    await this.database.orderEvents.markPublished(stored.map(({ id }) => id));
  }
}
