import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Metrics } from '@sofi/service-kit';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { GATEWAY_CONFIG, type GatewayConfig } from './config.js';

/**
 * The metrics on a port of their own, where METRICS_PORT names one: the gateway's main port is open to browsers and shows them to
 * nobody without a login, and Prometheus has none.
 */
@Injectable()
export class MetricsPort implements OnModuleInit, OnModuleDestroy {
  private server: Server | undefined;

  constructor(
    @Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig,
    private readonly metrics: Metrics,
  ) {}

  async onModuleInit(): Promise<void> {
    const { METRICS_PORT, HOST } = this.config;
    if (METRICS_PORT === undefined) return;
    this.server = createServer((request, response) => {
      if (request.url !== '/metrics') return response.writeHead(404).end();
      void this.metrics.registry.metrics().then((text) => response.writeHead(200, { 'content-type': this.metrics.registry.contentType }).end(text));
      return undefined;
    });
    await once(this.server.listen(METRICS_PORT, HOST), 'listening');
  }

  onModuleDestroy(): void {
    this.server?.close();
  }
}
