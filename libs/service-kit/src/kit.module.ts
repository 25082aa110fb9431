import { Global, Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import type { Bus } from '@sofi/nats';
import type { Database } from '@sofi/postgres';
import type { Logger } from './logger.js';
import { Alerts } from './alerts.js';
import { History } from './history.js';
import { MarketCalendar } from './market-calendar.js';
import { Metrics } from './metrics.js';
import { ObservationController } from './observation.controller.js';
import { Pulse } from './pulse.js';
import { BUS, DATABASE, FATAL, LOG, type Fatal } from './tokens.js';

export interface Kit {
  readonly bus: Bus;
  readonly database: Database;
  readonly log: Logger;
  readonly pulse: Pulse;
  readonly metrics: Metrics;
  readonly fatal: Fatal;
}

/** Everything of the kit that can be injected, everywhere in the service. The connections close last, after the service's own parts. */
@Global()
@Module({})
export class KitModule implements OnApplicationShutdown {
  constructor(
    @Inject(BUS) private readonly bus: Bus,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Pulse) private readonly pulse: Pulse,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    this.pulse.end();
    await this.bus.close();
    await this.database.close();
  }

  static of(kit: Kit): DynamicModule {
    const calendar = new MarketCalendar(kit.bus);
    const providers = [
      { provide: BUS, useValue: kit.bus },
      { provide: DATABASE, useValue: kit.database },
      { provide: LOG, useValue: kit.log },
      { provide: FATAL, useValue: kit.fatal },
      { provide: Pulse, useValue: kit.pulse },
      { provide: Metrics, useValue: kit.metrics },
      { provide: Alerts, useValue: new Alerts(kit.pulse.service, kit.bus, kit.log) },
      { provide: MarketCalendar, useValue: calendar },
      { provide: History, useValue: new History(kit.bus, kit.database, calendar) },
    ];
    return { module: KitModule, controllers: [ObservationController], providers, exports: providers.map(({ provide }) => provide) };
  }
}
