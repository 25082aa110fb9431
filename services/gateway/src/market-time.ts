import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { clockMessage, decode, subjects } from '@sofi/contracts';
import type { Bus } from '@sofi/nats';
import { BUS } from '@sofi/service-kit';

/** What time it is on the market: in a replay that is the tape's time, not ours. */
@Injectable()
export class MarketTime implements OnModuleInit, OnModuleDestroy {
  private newest = 0;
  private stop: () => void = () => {};

  constructor(@Inject(BUS) private readonly bus: Bus) {}

  async onModuleInit(): Promise<void> {
    this.stop = this.bus.subscribe(subjects.marketClock, (data) => this.hear(data));
    const stored = await this.bus.newest('TRADES', subjects.marketClock);
    if (stored) this.hear(stored.data);
  }

  onModuleDestroy(): void {
    this.stop();
  }

  /** ms; our own clock before the market's first tick */
  now(): number {
    return this.newest === 0 ? Date.now() : this.newest;
  }

  private hear(data: Uint8Array): void {
    this.newest = decode(clockMessage, data).time;
  }
}
