import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { WsAdapter } from '@nestjs/platform-ws';
import { GATEWAY_CONFIG, type GatewayConfig } from './config.js';
import { installFrontDoor } from './front-door.js';
import { StaticFiles } from './static-files.js';

/** The largest body that any route has a use for is a strategy's draft. */
const LARGEST_BODY = 128 * 1024;

/** a list of some ten thousand symbols in the address is refused by its own rule, not as a broken request */
const LARGEST_HEAD = 128 * 1024;

export function gatewayAdapter(): FastifyAdapter {
  return new FastifyAdapter({ bodyLimit: LARGEST_BODY, http: { maxHeaderSize: LARGEST_HEAD } });
}

/** Everything about the app that is not in its modules: prefix, socket, files, headers. */
export function prepare(app: NestFastifyApplication): void {
  const { DASHBOARD_DIR } = app.get<GatewayConfig>(GATEWAY_CONFIG);
  app.setGlobalPrefix('api/v1', { exclude: ['health/live', 'health/ready', 'metrics', 'api/docs'] });
  app.useWebSocketAdapter(new WsAdapter(app));
  installFrontDoor(app.getHttpAdapter().getInstance(), new StaticFiles(DASHBOARD_DIR));
}
