import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { decode, encode, feedStatusMessage, interestMessage, REPLAY_OWNER, subjects, symbolFeedMessage, type FeedStatus } from '@sofi/contracts';
import type { EquitySymbol } from '@sofi/domain';
import type { Bus } from '@sofi/nats';
import type { Database } from '@sofi/postgres';
import { Alerts, BUS, DATABASE, FATAL, LOG, MarketCalendar, Metrics, Pulse, tokenAlarm, type Fatal, type Logger, type Notice } from '@sofi/service-kit';
import { connectPatiently, type TradierConnection, type TradierFeed } from '@sofi/tradier';
import { Backfill } from './backfill.js';
import { BrokerFacts } from './broker-facts.js';
import { CommandsController } from './commands.controller.js';
import { FeedAlarm } from './feed-alarm.js';
import { FeedBoard } from './feed-board.js';
import { FeedHours } from './feed-hours.js';
import { Ingest } from './ingest.js';
import { Interests } from './interests.js';
import { marketTime } from './market-time.js';
import { Pace } from './pace.js';
import { SplitWatch } from './split-watch.js';

const CONNECTION = Symbol('connection');
const STATUS_MS = 1_000;
/** Less than a command is waited for: who asked hears how far it is, and asks again. */
const PATIENCE_MS = 3_000;
/** the money side looks after its own orders as often */
const KNOCK_MS = 15_000;

@Module({
  controllers: [CommandsController],
  providers: [
    { provide: CONNECTION, inject: [LOG], useFactory: (log: Logger) => connectPatiently(process.env, (trouble) => log.warn(trouble)) },
    { provide: FeedBoard, inject: [CONNECTION], useFactory: (connection: TradierConnection) => new FeedBoard(connection.mode) },
    { provide: BrokerFacts, inject: [CONNECTION], useFactory: (connection: TradierConnection) => new BrokerFacts(connection.history()) },
    {
      provide: Backfill,
      inject: [DATABASE, CONNECTION, MarketCalendar, FeedBoard, BrokerFacts, SplitWatch],
      useFactory: (database: Database, connection: TradierConnection, calendar: MarketCalendar, board: FeedBoard, facts: BrokerFacts, splits: SplitWatch) =>
        new Backfill(
          database,
          connection.history(),
          calendar,
          () => marketTime(board, facts),
          () => pause(PATIENCE_MS, undefined, { ref: false }),
          splits,
        ),
    },
    {
      provide: SplitWatch,
      inject: [DATABASE, CONNECTION, MarketCalendar, Alerts],
      useFactory: (database: Database, connection: TradierConnection, calendar: MarketCalendar, alerts: Alerts) => new SplitWatch(database, connection.history(), calendar, alerts),
    },
  ],
})
export class MarketDataModule implements OnApplicationBootstrap, OnModuleDestroy {
  private feed: TradierFeed | undefined;
  private ingest: Ingest | undefined;
  private alarm: FeedAlarm | undefined;
  private readonly interests = new Interests((why) => this.log.error(`an interest can not be read and is passed over: ${why}`));
  private readonly ends: (() => unknown)[] = [];

  constructor(
    @Inject(BUS) private readonly bus: Bus,
    @Inject(CONNECTION) private readonly connection: TradierConnection,
    @Inject(FeedBoard) private readonly board: FeedBoard,
    @Inject(SplitWatch) private readonly splits: SplitWatch,
    @Inject(BrokerFacts) private readonly facts: BrokerFacts,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(MarketCalendar) private readonly calendar: MarketCalendar,
    @Inject(Alerts) private readonly alerts: Alerts,
    @Inject(Pulse) private readonly pulse: Pulse,
    @Inject(FATAL) private readonly fatal: Fatal,
    @Inject(LOG) private readonly log: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const ingest = new Ingest(this.bus, this.bus.batch('TRADES'), this.board, this.fatal);
    const feed = this.connection.feed(ingest, { calendar: new FeedHours(this.calendar) });
    this.ingest = ingest;
    this.alarm = new FeedAlarm(this.alerts);
    this.feed = feed;
    const pace = new Pace(feed);
    this.ends.push(this.bus.subscribe(subjects.heartbeat('strategy-runner'), (data) => pace.onHeartbeat(data)));
    await this.needReplayed();
    await this.forgetUnwatched(ingest);
    this.watch(this.interests.union());
    const needs = this.bus.watchNewest('INTEREST', subjects.interest('*'), (message) => this.needed(message.data));
    needs.done.catch(this.fatal);
    this.ends.push(() => needs.stop());
    const status = setInterval(() => this.tellStatus(), STATUS_MS);
    const knocking = setInterval(() => void this.facts.knock().catch(this.fatal), KNOCK_MS);
    this.ends.push(
      () => clearInterval(status),
      () => clearInterval(knocking),
    );
    this.count(ingest, feed);
    this.log.info({ mode: this.connection.mode, account: this.connection.account }, 'connected to the broker');
  }

  async onModuleDestroy(): Promise<void> {
    for (const end of this.ends) end();
    await this.feed?.close();
    await this.connection.close();
  }

  /** A replay's own symbols, none in any other market: always watched, and said to everybody, for there is nothing else to see. */
  private async needReplayed(): Promise<void> {
    const replayed = { owner: REPLAY_OWNER, symbols: [...this.connection.symbols] };
    this.interests.say(replayed);
    await this.bus.record(subjects.interest(REPLAY_OWNER), encode(interestMessage, replayed));
  }

  /** The last process may have left symbols as live that nobody will watch now. */
  private async forgetUnwatched(ingest: Ingest): Promise<void> {
    const told = await this.bus.newestOf('TRADES', subjects.symbolFeed('*'));
    for (const feed of told.map(({ data }) => decode(symbolFeedMessage, data))) if (feed.state !== 'closed') ingest.tellSymbol(this.board.unwatched(feed));
  }

  private needed(data: Uint8Array): void {
    if (this.interests.hear(data)) this.watch(this.interests.union());
  }

  private watch(symbols: readonly EquitySymbol[]): void {
    for (const left of this.board.watching(symbols)) this.ingest?.tellSymbol(left);
    this.feed?.subscribe(symbols);
  }

  private tellStatus(): void {
    const status = this.board.status();
    this.bus.publish(subjects.feedStatus, encode(feedStatusMessage, status));
    this.alarm?.look(status);
    if (status.time > 0)
      this.lookForSplits(status).then(
        () => this.alerts.over('splits', 'Splits are looked for again.'),
        (error: unknown) => this.alerts.stands('splits', notLooked(error)),
      );
    const refusal = this.connection.client.refusal();
    tokenAlarm(this.alerts, refusal);
    this.pulse.degraded(refusal ?? (status.state === 'live' || status.state === 'closed' ? '' : `feed ${status.state}: ${status.reason}`));
    this.pulse.reached(status.time);
  }

  private async lookForSplits({ symbols, time }: FeedStatus): Promise<void> {
    await this.calendar.cover(time);
    await this.splits.look(symbols, time);
  }

  private count(ingest: Ingest, feed: TradierFeed): void {
    this.metrics.count('sofi_trades_total', 'trades published', () => ingest.counts.trades);
    this.metrics.count('sofi_quotes_total', 'quotes published', () => ingest.counts.quotes);
    this.metrics.gauge('sofi_symbols_watched', 'symbols subscribed at the broker', () => this.board.status().symbols.length);
    this.metrics.gauge('sofi_feed_age_seconds', "age of the newest event of any symbol, by the market's clock; NaN before the first", () => this.board.ageMs() / 1000);
    this.metrics.gauges('sofi_symbols', 'symbols by how far their prices can be trusted', 'state', () => new Map(Object.entries(this.board.status().counts)));
    this.metrics.counts('sofi_events_dropped_total', 'what the feed said and was not passed on, by reason', 'reason', () => Object.entries(feed.stats()));
    this.metrics.gauges('sofi_broker_requests_available', 'requests left of the broker’s limit for this minute, by class', 'class', () =>
      Object.entries(this.connection.client.budget()).map(([of, { available }]) => [of, available] as const),
    );
    this.metrics.gauge('sofi_market_time_seconds', "the market's clock", () => this.board.status().time / 1000);
  }
}

function notLooked(error: unknown): Notice {
  return { severity: 'warning', what: `splits can not be looked for: ${String(error)}`, whatToDo: 'See that Postgres runs. It is tried again every second; the feed goes on.' };
}
