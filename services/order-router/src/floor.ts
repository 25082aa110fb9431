import { clockMessage, decode, orderRequestMessage, subjects } from '@sofi/contracts';
import type { Broker, ClockTick, EquitySymbol } from '@sofi/domain';
import { OrderDesk } from '@sofi/engine';
import type { Bus, Following, Message } from '@sofi/nats';
import type { Database } from '@sofi/postgres';
import { OneAtATime, ReachedTime, type Logger, type MarketCalendar } from '@sofi/service-kit';
import { AccountBoard } from './account-board.js';
import { Books, ORDERS_CHECKPOINT, TRADES_CHECKPOINT, type Checkpoint } from './books.js';
import { Lookups } from './lookups.js';
import { MarketWatch } from './market-watch.js';
import { openingOf } from './opening.js';
import { Router } from './router.js';

export interface FloorParts {
  readonly broker: Broker;
  readonly bus: Bus;
  readonly database: Database;
  readonly calendar: MarketCalendar;
  readonly log: Logger;
  /** ends the process: the normal start-up recovers */
  readonly fatal: (error: unknown) => void;
}

const BOARD_EVERY_MS = 1_000;
/** Where the strategies' clock is this late, the market's own tick settles instead: fills come home even while the strategy runner is away. */
const STRATEGIES_AWAY_MS = 5_000;

/** The trading floor of one account: the desk rebuilt from its events, the market watched for it, requests and ticks brought to it in order. */
export class Floor {
  private followings: Following[] = [];
  private readonly settling = new OneAtATime();
  private tradesSequence = 0;
  private ordersSequence = 0;
  private settledUntil = 0;
  private toldAt = 0;
  private telling: NodeJS.Timeout | undefined;

  private constructor(
    private readonly parts: FloorParts,
    readonly desk: OrderDesk,
    readonly router: Router,
    readonly board: AccountBoard,
    private readonly watch: MarketWatch,
    private readonly reached: ReachedTime,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Rebuilds the desk as of the last settled tick, resolves what was left open, and follows the streams from there. */
  static async open(parts: FloorParts): Promise<Floor> {
    const { broker, bus, database, calendar, log } = parts;
    const trades = await database.checkpoints.get(TRADES_CHECKPOINT);
    const orders = await database.checkpoints.get(ORDERS_CHECKPOINT);
    const opening = await openingOf(broker, database, Date.now, log);
    await calendar.cover(trades?.marketTime ?? opening.time);
    const desk = new OrderDesk({ account: broker.account, calendar, leverage: opening.leverage }, opening);
    desk.restore(await database.orderEvents.all(broker.account), await database.dayStarts.get(broker.account));
    const reached = new ReachedTime(trades?.marketTime ?? 0);
    const books = new Books(broker.account, desk, database, bus);
    const router: Router = new Router(desk, broker, books, bus, new Lookups(broker), () => watch.freeTime());
    const watcher = { trade: router.trade.bind(router), mark: (trade: Parameters<Router['trade']>[0]) => desk.mark(trade.symbol, trade.price, trade.exchangeTime) };
    const watch: MarketWatch = new MarketWatch(watcher, calendar, reached, trades?.marketTime ?? 0, trades?.sequence ?? 0, (tick) => floor.onFreeTick(tick));
    const floor: Floor = new Floor(parts, desk, router, new AccountBoard(desk, broker, bus, Date.now), watch, reached, parts.fatal);
    floor.settledUntil = trades?.marketTime ?? 0;
    floor.tradesSequence = trades?.sequence ?? 0;
    floor.ordersSequence = orders?.sequence ?? 0;
    await books.publishLeftovers();
    await router.recover();
    return floor;
  }

  begin(): void {
    this.followings = [
      this.parts.bus.follow('TRADES', { after: this.tradesSequence }, (message) => this.watch.onMessage(message)),
      this.parts.bus.follow('ORDERS', { after: this.ordersSequence }, (message) => this.onOrder(message)),
    ];
    for (const { done } of this.followings) done.catch(this.failed);
  }

  async close(): Promise<void> {
    clearTimeout(this.telling);
    await Promise.all(this.followings.map((following) => following.stop()));
  }

  /** The market's clock, ms; 0 before the first tick. */
  now(): number {
    return this.reached.time;
  }

  private async onOrder(message: Message): Promise<void> {
    if (message.subject === subjects.orderRequest) {
      const request = decode(orderRequestMessage, message.data);
      await this.reached.until(request.time);
      await this.router.request(request);
    } else if (message.subject === subjects.orderClock) {
      await this.onOrderClock(decode(clockMessage, message.data), message.sequence);
    }
  }

  private async onOrderClock(tick: ClockTick, sequence: number): Promise<void> {
    await this.reached.until(tick.time);
    this.ordersSequence = sequence;
    await this.settling.run(() => this.settle(tick));
  }

  private onFreeTick(tick: ClockTick): void {
    if (tick.time - this.settledUntil < STRATEGIES_AWAY_MS) return;
    this.settling.run(() => this.settle(tick)).catch(this.failed);
  }

  private async settle(tick: ClockTick): Promise<void> {
    if (tick.time > this.settledUntil) {
      await this.router.settle(tick, () => this.checkpoint(tick.time));
      this.settledUntil = tick.time;
    } else await this.router.announce(tick);
    await this.tell();
  }

  private checkpoint(marketTime: number): Checkpoint {
    const held = this.desk.positions().flatMap(({ netQuantity, symbol }): EquitySymbol[] => (netQuantity === 0 ? [] : [symbol]));
    return { marketTime, tradesAfter: this.watch.readAgainAfter(held), ordersAfter: this.ordersSequence, dayStart: this.desk.dayStart() };
  }

  /** At once, or where it was just told, a moment later: the last word is always the newest. */
  private async tell(): Promise<void> {
    if (this.telling) return;
    const wait = this.toldAt + BOARD_EVERY_MS - Date.now();
    if (wait <= 0) return this.publishBoard();
    this.telling = setTimeout(() => this.publishBoard().catch(this.failed), wait);
  }

  private async publishBoard(): Promise<void> {
    this.telling = undefined;
    this.toldAt = Date.now();
    await this.board.publish(this.settledUntil);
  }
}
