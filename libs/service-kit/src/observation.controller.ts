import { Controller, Get, Header, Inject, ServiceUnavailableException } from '@nestjs/common';
import type { Bus } from '@sofi/nats';
import type { Database } from '@sofi/postgres';
import { Metrics } from './metrics.js';
import { Pulse, VERSION } from './pulse.js';
import { BUS, DATABASE } from './tokens.js';

/** Liveness, readiness and metrics, on every service's own port. */
@Controller()
export class ObservationController {
  constructor(
    @Inject(BUS) private readonly bus: Bus,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Pulse) private readonly pulse: Pulse,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  @Get('health/live')
  live(): object {
    return { service: this.pulse.service, version: VERSION, status: 'ok' };
  }

  /** Ready when both NATS and Postgres answer. */
  @Get('health/ready')
  async ready(): Promise<object> {
    const checks = {
      nats: this.bus.connected,
      postgres: await this.database.ping().then(
        () => true,
        () => false,
      ),
    };
    if (!checks.nats || !checks.postgres) throw new ServiceUnavailableException({ status: 'down', checks });
    return { status: this.pulse.isDegraded ? 'degraded' : 'ok', checks };
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  prometheus(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}
