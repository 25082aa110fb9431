import { Inject, Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { OrderView } from '@sofi/domain';
import type { Bus } from '@sofi/nats';
import type { Database } from '@sofi/postgres';
import { Alerts, BUS, DATABASE, FATAL, LOG, MarketCalendar, Metrics, Pulse, tokenAlarm, type Fatal, type Logger } from '@sofi/service-kit';
import { connectPatiently, type TradierConnection } from '@sofi/tradier';
import { CommandsController } from './commands.controller.js';
import { Counter } from './counter.js';
import { Floor } from './floor.js';

const CONNECTION = Symbol('connection');
const RECONCILE_MS = 15_000;

@Module({
  controllers: [CommandsController],
  providers: [
    { provide: CONNECTION, inject: [LOG], useFactory: (log: Logger) => connectPatiently(process.env, (trouble) => log.warn(trouble)) },
    {
      provide: Floor,
      inject: [CONNECTION, BUS, DATABASE, MarketCalendar, LOG, FATAL],
      useFactory: ({ broker }: TradierConnection, bus: Bus, database: Database, calendar: MarketCalendar, log: Logger, fatal: Fatal) =>
        Floor.open({ broker, bus, database, calendar, log, fatal }),
    },
    {
      provide: Counter,
      inject: [Floor, CONNECTION, BUS],
      useFactory: (floor: Floor, { broker }: TradierConnection, bus: Bus) => new Counter(floor, broker, bus),
    },
  ],
})
export class OrderRouterModule implements OnApplicationBootstrap, OnModuleDestroy {
  private reconciling: NodeJS.Timeout | undefined;
  private events: { close(): Promise<void> } | undefined;

  constructor(
    @Inject(CONNECTION) private readonly connection: TradierConnection,
    @Inject(Floor) private readonly floor: Floor,
    @Inject(Alerts) private readonly alerts: Alerts,
    @Inject(Pulse) private readonly pulse: Pulse,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(FATAL) private readonly fatal: Fatal,
    @Inject(LOG) private readonly log: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.floor.begin();
    this.events = this.listen();
    this.reconciling = setInterval(() => this.reconcile(), RECONCILE_MS);
    this.reconcile();
    this.count();
    this.log.info({ mode: this.connection.mode, account: this.connection.account }, 'the floor is open');
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.reconciling);
    await Promise.all([this.events?.close(), this.floor.close()]);
    await this.connection.close();
  }

  /** The broker's own word that an order changed is no more than a hint to read the orders: events get lost with their connection. */
  private listen(): { close(): Promise<void> } {
    const hint = () => this.floor.router.hint();
    return this.connection.accountEvents({ connected: hint, order: hint, lost: (reason) => this.log.info(`account events: ${reason}; orders are asked for by the clock alone`) });
  }

  private reconcile(): void {
    const { board } = this.floor;
    board
      .reconcile()
      .then(() => {
        this.tellOfToken();
        return board.publish(this.floor.now());
      })
      .catch(this.fatal);
  }

  private tellOfToken(): void {
    const refusal = this.connection.client.refusal();
    tokenAlarm(this.alerts, refusal);
    this.pulse.degraded(refusal ?? '');
  }

  private count(): void {
    const { desk } = this.floor;
    this.metrics.counts('sofi_orders_total', 'orders by where they stand', 'state', () => countsByState(desk.orders()));
    this.metrics.gauge('sofi_orders_working', 'orders of which more is expected', () => desk.working().length);
    this.metrics.gauge('sofi_equity_dollars', 'cash and positions at the last price', () => desk.figures().equity / 1e6);
    this.metrics.gauge('sofi_market_time_seconds', "the market's clock that has been worked off", () => this.floor.now() / 1000);
  }
}

function countsByState(orders: readonly OrderView[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { state } of orders) counts.set(state, (counts.get(state) ?? 0) + 1);
  return counts;
}
