import 'reflect-metadata';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { RuleError } from '@sofi/domain';
import { openBus } from '@sofi/nats';
import { openDatabase } from '@sofi/postgres';
import { CommandTransport } from './command-transport.js';
import { kitConfig, readConfig, type KitConfig } from './config.js';
import { KitModule, type Kit } from './kit.module.js';
import { nestLog, openLog, type Logger } from './logger.js';
import { Metrics } from './metrics.js';
import { Pulse } from './pulse.js';
import type { Fatal } from './tokens.js';

export interface ServiceOptions {
  readonly name: string;
  /** the service's own module; it finds bus, database, log, pulse, metrics and calendar by injection */
  readonly module: Type | DynamicModule;
  readonly adapter?: FastifyAdapter;
  /** before the service listens */
  readonly prepare?: (app: NestFastifyApplication) => Promise<void> | void;
}

@Module({})
class RootModule {}

/** Connects, wires and starts a service. A wrong setting or a server that stays away ends the process with one sentence and exit code 1. */
export async function startService(options: ServiceOptions): Promise<void> {
  try {
    await start(options);
  } catch (error) {
    process.stderr.write(`${options.name}: ${error instanceof RuleError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  }
}

async function start({ name, module, adapter, prepare }: ServiceOptions): Promise<void> {
  const config = readConfig(kitConfig);
  const log = await openLog(name, config);
  const fatal = (error: unknown): never => {
    log.fatal({ err: error }, 'stopping: the normal start-up recovers');
    process.exit(1);
  };
  process.on('uncaughtException', fatal);
  const kit = await connect(name, config, log, fatal);
  const root = { module: RootModule, imports: [KitModule.of(kit), module] };
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter ?? new FastifyAdapter(), { logger: nestLog(log), abortOnError: false });
  app.connectMicroservice({ strategy: new CommandTransport(kit.bus, log) });
  // re-raising the signal, Nest's default, is ignored by a process that is the first of its container
  app.enableShutdownHooks([], { useProcessExit: true });
  await prepare?.(app);
  await app.startAllMicroservices();
  await app.listen(config.PORT, config.HOST);
  kit.pulse.begin();
  log.info({ port: config.PORT }, 'started');
}

async function connect(name: string, config: KitConfig, log: Logger, fatal: Fatal): Promise<Kit> {
  const [database, bus] = await Promise.all([openDatabase(config.DATABASE_URL), openBus({ url: config.NATS_URL, name, log })]);
  await bus.ensureStreams();
  return { bus, database, log, pulse: new Pulse(name, bus), metrics: new Metrics(name), fatal };
}
