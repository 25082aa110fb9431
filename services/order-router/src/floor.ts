import { clockMessage, decode, orderRequestMessage, subjects, symbolFeedMessage } from '@sofi/contracts';
import type { Broker, ClockTick, EquitySymbol, OrderRequest, SessionCalendar } from '@sofi/domain';
import { OrderDesk } from '@sofi/engine';
import type { Bus, Following, Message } from '@sofi/nats';
import type { Database } from '@sofi/postgres';
import { OneAtATime, ReachedTime, type Logger, type MarketCalendar } from '@sofi/service-kit';
import { AccountBoard } from './account-board.js';
import { Books, ORDERS_CHECKPOINT, TRADES_CHECKPOINT, type Checkpoint } from './books.js';
import { Lookups, type PROOF } from './lookups.js';
import { MarketWatch, type Watcher } from './market-watch.js';
import { FeedBook } from './feed-book.js';
import { openingOf } from './opening.js';
import { Router } from './router.js';

export interface FloorParts {
  readonly broker: Broker;
  readonly bus: Bus;
  readonly database: Database;
  readonly calendar: Pick<MarketCalendar, 'covers' | 'cover' | keyof SessionCalendar>;
  readonly log: Pick<Logger, 'warn' | 'error'>;
  /** how the absence of an order is proven, the usual way where left out */
  readonly proof?: typeof PROOF;
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
  private closing = false;

  private constructor(
    private readonly parts: FloorParts,
    readonly desk: OrderDesk,
    readonly router: Router,
    readonly board: AccountBoard,
    private readonly watch: MarketWatch,
    private readonly reached: ReachedTime,
  ) {}

  /** Rebuilds the desk from its events, says what was left unsaid, and takes up the conversations with the broker that were left open. */
  static async open(parts: FloorParts): Promise<Floor> {
    const { broker, bus, database, calendar, log } = parts;
    const trades = await database.checkpoints.get(TRADES_CHECKPOINT);
    const orders = await database.checkpoints.get(ORDERS_CHECKPOINT);
    const opening = await openingOf(broker, database, Date.now, log);
    await calendar.cover(trades?.marketTime ?? opening.time);
    const feeds = new FeedBook(() => watch.isPaced());
    for (const { data } of await bus.newestOf('TRADES', subjects.symbolFeed('*'))) feeds.hear(decode(symbolFeedMessage, data));
    // the day is the market's, not ours: a replayed one may lie years back
    const desk = new OrderDesk({ account: broker.account, calendar, feed: feeds, leverage: opening.leverage }, { cash: opening.cash, time: trades?.marketTime ?? 0 });
    desk.restore(await database.orderEvents.all(broker.account), await database.dayStarts.get(broker.account));
    const reached = new ReachedTime(trades?.marketTime ?? 0);
    const books = new Books(broker.account, desk, database, bus, parts.fatal);
    const clock = { freeTime: () => watch.freeTime(), present: (signal: AbortSignal) => watch.present(signal) };
    const router: Router = new Router(desk, broker, books, bus, new Lookups(broker, parts.proof), clock, parts.fatal);
    const watcher: Watcher = {
      trade: (trade) => {
        feeds.saw(trade);
        return router.trade(trade);
      },
      mark: (trade) => desk.mark(trade.symbol, trade.price, trade.exchangeTime),
      feed: (feed) => feeds.hear(feed),
    };
    const watch: MarketWatch = new MarketWatch(watcher, calendar, reached, trades?.marketTime ?? 0, trades?.sequence ?? 0, (tick) => floor.onFreeTick(tick));
    const floor: Floor = new Floor(parts, desk, router, new AccountBoard(desk, broker, bus, Date.now), watch, reached);
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
    for (const { done } of this.followings) done.catch((error: unknown) => this.failed(error));
  }

  async close(): Promise<void> {
    this.closing = true;
    clearTimeout(this.telling);
    await Promise.all([this.router.close(), ...this.followings.map((following) => following.stop())]);
  }

  /** The market's clock, ms; 0 before the first tick. */
  now(): number {
    return this.reached.time;
  }

  /** Not an error of the floor's own where it is being closed: a tick that waits for the broker is given up. */
  private failed(error: unknown): void {
    if (!this.closing) this.parts.fatal(error);
  }

  private async onOrder(message: Message): Promise<void> {
    if (message.subject === subjects.orderClock) return this.onOrderClock(decode(clockMessage, message.data), message.sequence);
    if (message.subject !== subjects.orderRequest) return;
    const request = this.readable(message);
    if (request?.account !== this.parts.broker.account) return;
    await this.reached.until(request.time);
    await this.router.request(request);
  }

  /** What can not be read is no order; it stays in the stream, and would stop the floor again after every restart. */
  private readable({ data, sequence }: Message): OrderRequest | undefined {
    try {
      return decode(orderRequestMessage, data);
    } catch (error) {
      this.parts.log.error(`request ${sequence} of ORDERS can not be read and is passed over: ${String(error)}`);
      return undefined;
    }
  }

  private async onOrderClock(tick: ClockTick, sequence: number): Promise<void> {
    await this.reached.until(tick.time);
    this.ordersSequence = sequence;
    await this.settling.run(() => this.settle(tick));
  }

  private onFreeTick(tick: ClockTick): void {
    if (tick.time - this.settledUntil < STRATEGIES_AWAY_MS) return;
    this.settling.run(() => this.settle(tick)).catch((error: unknown) => this.failed(error));
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
    // the tick itself is read again: whoever ended between this and its announcement announces it then
    const ordersAfter = Math.max(0, this.ordersSequence - 1);
    return { marketTime, tradesAfter: this.watch.readAgainAfter(held), ordersAfter, dayStart: this.desk.dayStart() };
  }

  /** At once, or where it was just told, a moment later: the last word is always the newest. */
  private async tell(): Promise<void> {
    if (this.telling) return;
    const wait = this.toldAt + BOARD_EVERY_MS - Date.now();
    if (wait <= 0) return this.publishBoard();
    this.telling = setTimeout(() => {
      this.publishBoard().catch((error: unknown) => this.failed(error));
    }, wait);
  }

  private async publishBoard(): Promise<void> {
    this.telling = undefined;
    this.toldAt = Date.now();
    await this.board.publish(this.settledUntil);
  }
}
