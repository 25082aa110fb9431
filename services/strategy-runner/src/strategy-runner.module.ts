import { Inject, Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { StrategyHost } from '@sofi/engine';
import type { Bus, Following } from '@sofi/nats';
import type { Database } from '@sofi/postgres';
import { BUS, DATABASE, FATAL, History, MarketCalendar, Metrics, OneAtATime, Pulse, type Fatal } from '@sofi/service-kit';
import { CommandsController } from './commands.controller.js';
import { WarmUpHistory } from './history.js';
import { Roster } from './roster.js';
import { Runner } from './runner.js';

@Module({
  controllers: [CommandsController],
  providers: [
    { provide: StrategyHost, useFactory: () => new StrategyHost() },
    { provide: OneAtATime, useFactory: () => new OneAtATime() },
    {
      provide: WarmUpHistory,
      inject: [History, DATABASE, MarketCalendar],
      useFactory: (history: History, database: Database, calendar: MarketCalendar) => new WarmUpHistory(history, database, calendar),
    },
    {
      provide: Roster,
      inject: [BUS, DATABASE, StrategyHost, WarmUpHistory],
      useFactory: (bus: Bus, database: Database, host: StrategyHost, history: WarmUpHistory) => new Roster(bus, database, host, history),
    },
    {
      provide: Runner,
      inject: [BUS, DATABASE, StrategyHost, OneAtATime, Pulse],
      useFactory: (bus: Bus, database: Database, host: StrategyHost, steps: OneAtATime, pulse: Pulse) => new Runner(bus, database, host, steps, pulse.reached),
    },
  ],
})
export class StrategyRunnerModule implements OnApplicationBootstrap, OnModuleDestroy {
  private followings: Following[] = [];

  constructor(
    @Inject(BUS) private readonly bus: Bus,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Runner) private readonly runner: Runner,
    @Inject(Roster) private readonly roster: Roster,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(StrategyHost) private readonly host: StrategyHost,
    @Inject(FATAL) private readonly fatal: Fatal,
  ) {}

  /** Rebuilds what the strategies knew at the last settled tick, then reads on from there. */
  async onApplicationBootstrap(): Promise<void> {
    const standing = await Runner.standing(this.database);
    await this.roster.resume(standing.decidedUntil);
    await this.runner.begin(standing);
    this.followings = [
      this.bus.follow('CANDLES', { after: standing.barsAfter }, (message) => this.runner.onCandle(message)),
      this.bus.follow('ORDERS', { after: standing.ordersAfter }, (message) => this.runner.onOrder(message)),
    ];
    for (const { done } of this.followings) done.catch(this.fatal);
    this.count();
  }

  async onModuleDestroy(): Promise<void> {
    this.runner.leave();
    await Promise.all(this.followings.map((following) => following.stop()));
  }

  private count(): void {
    this.metrics.counts('sofi_decisions_total', 'evaluations of closed bars', 'verdict', () => this.runner.decisionsByVerdict);
    this.metrics.gauge('sofi_strategies_running', 'strategies that evaluate and trade', () => this.host.definitions().filter(({ status }) => status === 'running').length);
  }
}
