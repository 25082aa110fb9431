import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** What the gateway reads from the environment, beside what every service reads. */
export const gatewayConfig = z.object({
  /** the first password of the user `admin`; not looked at once there is a user */
  ADMIN_PASSWORD: z.string().min(8, 'must have at least 8 characters').exactOptional(),
  /** where a generated first password is written, readable by its owner alone */
  ADMIN_PASSWORD_FILE: z.string().exactOptional(),
  /** loopback, unless told otherwise */
  HOST: z.string().default('127.0.0.1'),
  /** metrics without a login, for a network that only Prometheus sees; none where it is not set */
  METRICS_PORT: z.coerce.number().int().min(1).max(65_535).exactOptional(),
  /** the built dashboard */
  DASHBOARD_DIR: z.string().default(fileURLToPath(new URL('../../../dashboard/dist', import.meta.url))),
});
export type GatewayConfig = z.output<typeof gatewayConfig>;
export const GATEWAY_CONFIG = Symbol('gateway config');
