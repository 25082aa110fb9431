import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { decode, feedStatusMessage, heartbeatMessage, subjects, type FeedStatus, type Heartbeat } from '@sofi/contracts';
import type { Bus } from '@sofi/nats';
import { BUS } from '@sofi/service-kit';
import { healthOf, Heartbeats, type Health } from './health.js';

/** How the whole product is doing, as far as the services themselves and the feed have said. */
@Injectable()
export class SystemState implements OnModuleInit, OnModuleDestroy {
  private readonly heartbeats = new Heartbeats();
  private newestFeed: FeedStatus | undefined;
  private feedHeardAt = Date.now();
  private stops: (() => void)[] = [];

  constructor(@Inject(BUS) private readonly bus: Bus) {}

  async onModuleInit(): Promise<void> {
    this.stops = [
      this.bus.subscribe(subjects.heartbeat('*'), (data) => this.heartbeats.hear(decode(heartbeatMessage, data), Date.now())),
      this.bus.subscribe(subjects.feedStatus, (data) => this.hearFeed(data)),
    ];
    const stored = await this.bus.newest('QUOTES', subjects.feedStatus);
    if (stored && !this.newestFeed) this.hearFeed(stored.data);
  }

  onModuleDestroy(): void {
    for (const stop of this.stops) stop();
  }

  health(): Health {
    return healthOf(this.services(), this.newestFeed, Date.now() - this.feedHeardAt);
  }

  services(): Health['services'] {
    return [...this.heartbeats.services(Date.now())];
  }

  beats(): readonly Heartbeat[] {
    return this.heartbeats.beats();
  }

  feed(): FeedStatus | undefined {
    return this.newestFeed;
  }

  private hearFeed(data: Uint8Array): void {
    this.newestFeed = decode(feedStatusMessage, data);
    this.feedHeardAt = Date.now();
  }
}
