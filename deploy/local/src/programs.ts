import { join } from 'node:path';
import { databaseAnswers } from './local-database.js';
import { accepts, answers } from './readiness.js';
import type { Program } from './supervised-program.js';

export const SERVICES = ['market-data', 'candle-aggregator', 'order-router', 'strategy-runner', 'gateway'] as const;
export type ServiceName = (typeof SERVICES)[number];

/** Everything that listens on a port of this machine. */
export type ProgramName = ServiceName | 'nats' | 'postgres' | 'tradier-simulator';
/** The gateway shows its metrics on a port of their own, without the login that its main port asks for. */
export type Ports = Readonly<Record<ProgramName | 'gateway-metrics', number>>;

/** Small heaps: the services keep little, and six of them share one machine. */
const NODE_FLAGS = ['--max-semi-space-size=2', '--enable-source-maps'];
const INFRASTRUCTURE_LIMIT_MS = 30_000;
const SERVICE_LIMIT_MS = 60_000;

/** The simulator's token; its one account is found with it. It listens on the loopback and moves no money. */
const SIMULATOR_TOKEN = 'simulated';

/** Secrets go only to the programs that need them, whatever the stack itself was given. */
const WITHHELD = ['ADMIN_PASSWORD', 'TRADIER_ACCESS_TOKEN', 'TRADIER_ACCOUNT_ID', 'TRADIER_BASE_URL', 'TRADIER_STREAM_URL', 'DATABASE_URL', 'NATS_URL', 'PORT'];
const BROKER_SETTINGS = ['TRADIER_ACCESS_TOKEN', 'TRADIER_ACCOUNT_ID', 'TRADIER_SANDBOX', 'TRADIER_BASE_URL', 'TRADIER_STREAM_URL'];
const TALKS_TO_BROKER: readonly ProgramName[] = ['market-data', 'order-router'];

export interface Site {
  /** the repository */
  readonly root: string;
  readonly dataDir: string;
  readonly ports: Ports;
  readonly env: NodeJS.ProcessEnv;
  readonly natsUrl: string;
  readonly databaseUrl: string;
  readonly simulated: boolean;
  readonly simulator: readonly string[];
  /** of the first start only */
  readonly adminPassword: string | undefined;
  readonly logLevel: string;
}

export function natsProgram(site: Site, binary: string): Program {
  const args = ['-c', join(site.root, 'deploy/nats/nats.conf'), '-a', '127.0.0.1', '-p', String(site.ports.nats), '-sd', join(site.dataDir, 'nats')];
  return { name: 'nats', command: binary, args, env: withoutSecrets(site.env), ready: accepts(site.ports.nats), readyWithinMs: INFRASTRUCTURE_LIMIT_MS };
}

export function postgresProgram(site: Site): Program {
  const entry = join(site.root, 'deploy/local/dist/src/postgres-main.js');
  const args = [...NODE_FLAGS, entry, join(site.dataDir, 'postgres'), String(site.ports.postgres)];
  const env = { ...withoutSecrets(site.env), DATABASE_PASSWORD: new URL(site.databaseUrl).password };
  return { name: 'postgres', command: process.execPath, args, env, ready: databaseAnswers(site.databaseUrl), readyWithinMs: INFRASTRUCTURE_LIMIT_MS };
}

export function simulatorProgram(site: Site): Program {
  const port = site.ports['tradier-simulator'];
  const args = [
    ...NODE_FLAGS,
    serviceEntry(site.root, 'tradier-simulator'),
    '--port',
    String(port),
    '--token',
    SIMULATOR_TOKEN,
    '--state',
    join(site.dataDir, 'simulator.jsonl'),
    ...site.simulator,
  ];
  return {
    name: 'tradier-simulator',
    command: process.execPath,
    args,
    env: withoutSecrets(site.env),
    ready: answers(`http://127.0.0.1:${port}/v1/simulator`),
    readyWithinMs: SERVICE_LIMIT_MS,
  };
}

export function serviceProgram(site: Site, name: ServiceName): Program {
  const port = site.ports[name];
  const env = {
    ...withoutSecrets(site.env),
    PORT: String(port),
    NATS_URL: site.natsUrl,
    DATABASE_URL: site.databaseUrl,
    LOG_LEVEL: site.logLevel,
    LOG_FORMAT: 'json',
    ...(TALKS_TO_BROKER.includes(name) ? brokerSettings(site) : {}),
    ...(name === 'gateway' ? gatewaySettings(site) : {}),
  };
  const args = [...NODE_FLAGS, serviceEntry(site.root, name)];
  return { name, command: process.execPath, args, env, ready: answers(`http://127.0.0.1:${port}/health/ready`), readyWithinMs: SERVICE_LIMIT_MS };
}

function gatewaySettings(site: Site): NodeJS.ProcessEnv {
  return { METRICS_PORT: String(site.ports['gateway-metrics']), ...(site.adminPassword === undefined ? {} : { ADMIN_PASSWORD: site.adminPassword }) };
}

function brokerSettings(site: Site): NodeJS.ProcessEnv {
  if (site.simulated) return { TRADIER_ACCESS_TOKEN: SIMULATOR_TOKEN, TRADIER_SANDBOX: 'true', TRADIER_BASE_URL: `http://127.0.0.1:${site.ports['tradier-simulator']}/v1` };
  return Object.fromEntries(BROKER_SETTINGS.map((name) => [name, site.env[name]]).filter(([, value]) => value !== undefined && value !== ''));
}

function withoutSecrets(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !WITHHELD.includes(name)));
}

function serviceEntry(root: string, name: string): string {
  return join(root, 'services', name, 'dist/src/main.js');
}
