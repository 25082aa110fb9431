import { Inject, Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { encodeBar, subjects } from '@sofi/contracts';
import type { Bus, Following } from '@sofi/nats';
import type { Database } from '@sofi/postgres';
import { BUS, DATABASE, FATAL, MarketCalendar, Metrics, Pulse, type Fatal } from '@sofi/service-kit';
import { Aggregator } from './aggregator.js';

/** Forming bars are pictures, not facts: four a second are enough. */
const FORMING_MS = 250;

@Module({})
export class CandleAggregatorModule implements OnApplicationBootstrap, OnModuleDestroy {
  private following: Following | undefined;
  private forming: NodeJS.Timeout | undefined;

  constructor(
    @Inject(BUS) private readonly bus: Bus,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(MarketCalendar) private readonly calendar: MarketCalendar,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(Pulse) private readonly pulse: Pulse,
    @Inject(FATAL) private readonly fatal: Fatal,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const aggregator = new Aggregator(this.bus, this.database, this.calendar, this.pulse.reached);
    const after = await aggregator.resume();
    this.following = this.bus.follow('TRADES', { after }, (message) => aggregator.onMessage(message));
    this.following.done.catch(this.fatal);
    this.forming = setInterval(() => this.publishForming(aggregator), FORMING_MS);
    this.count(aggregator);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.forming);
    await this.following?.stop();
  }

  private publishForming(aggregator: Aggregator): void {
    for (const bar of aggregator.takeForming()) this.bus.publish(subjects.candleForming(bar.timeframe, bar.symbol), encodeBar(bar));
  }

  private count({ counts, desk }: Aggregator): void {
    this.metrics.count('sofi_trades_aggregated_total', 'trades taken into bars', () => counts.trades);
    this.metrics.count('sofi_bars_closed_total', 'bars closed, all timeframes', () => counts.barsClosed);
    this.metrics.count('sofi_bars_revised_total', 'closed bars corrected by late trades and by repairs', () => counts.barsRevised);
    this.metrics.gauge('sofi_minutes_in_doubt', 'closed minutes of all symbols in which trades may be missing', () => desk.counts.minutesInDoubt);
    this.metrics.count('sofi_repairs_total', 'stretches of minutes in doubt of which the broker told the truth', () => desk.counts.repairs);
    this.metrics.count('sofi_repairs_failed_total', 'questions about minutes in doubt without an answer', () => desk.counts.failures);
    this.metrics.gauge('sofi_market_time_seconds', "the market's clock that has been worked off", () => this.pulse.marketTimeReached / 1000);
  }
}
