import { RuleError } from '@sofi/domain';
import { z } from 'zod';

/** What every service reads from its environment. */
export const kitConfig = z.object({
  /** of health, metrics and, in the gateway, everything else */
  PORT: z.coerce.number().int().min(1).max(65_535),
  HOST: z.string().default('127.0.0.1'),
  NATS_URL: z.string().default('nats://127.0.0.1:4222'),
  DATABASE_URL: z.string().default('postgres://sofi:sofi@127.0.0.1:5432/sofi'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  LOG_FORMAT: z.enum(['json', 'pretty']).default('json'),
});
export type KitConfig = z.output<typeof kitConfig>;

/** Reads a schema from the environment. An empty variable counts as absent. Throws a RuleError that names the first variable at fault. */
export function readConfig<S extends z.ZodType>(schema: S, environment: Readonly<Record<string, string | undefined>> = process.env): z.output<S> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const name = String(issue?.path[0] ?? 'environment');
  throw new RuleError(name, given[name], issue?.message ?? 'is wrong');
}
