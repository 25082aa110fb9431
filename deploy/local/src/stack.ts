import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { findNatsServer } from '@sofi/nats/server';
import { CannotStart } from './cannot-start.js';
import { Crew } from './crew.js';
import { FirstStart } from './first-start.js';
import { databaseAddress, databasePassword, migrateDatabase } from './local-database.js';
import { freePorts, isFree } from './ports.js';
import { natsProgram, postgresProgram, serviceProgram, simulatorProgram, SERVICES, type Ports, type Site } from './programs.js';
import { runSampleStrategy } from './sample-strategy.js';
import type { Settings } from './settings.js';
import { StackFile } from './stack-file.js';
import type { Terminal } from './terminal.js';

/** Who stops together, first to last: nothing may lose its database or its bus while it still works. */
const STOP_ORDER = [['gateway'], ['market-data', 'candle-aggregator', 'strategy-runner', 'order-router'], ['tradier-simulator'], ['nats', 'postgres']];

/** Everything on one machine: started in order, kept alive, stopped without a trace. */
export class Stack {
  private readonly file: StackFile;
  private readonly crew: Crew;
  private site: Site | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly env: NodeJS.ProcessEnv,
    private readonly root: string,
    private readonly terminal: Terminal,
  ) {
    this.file = new StackFile(settings.dataDir);
    this.crew = new Crew(join(settings.dataDir, 'logs'), terminal, () => this.record());
  }

  get url(): string {
    return `http://127.0.0.1:${this.settings.port}`;
  }

  /** Resolves when everything is up. @throws CannotStart */
  async start(): Promise<void> {
    await this.claim();
    const first = new FirstStart(this.settings.dataDir, this.settings.adminPassword);
    const site = await survey(this.settings, this.env, this.root, first.password);
    this.site = site;
    await Promise.all([this.startNats(site), this.startDatabase(site), this.startSimulator(site)]);
    await Promise.all(SERVICES.filter((name) => name !== 'gateway').map((name) => this.launch(site, name, name)));
    await this.launch(site, 'gateway', 'gateway and dashboard');
    await this.welcome(first);
    this.terminal.say(`Ready: ${this.url}`);
  }

  /** Nothing is left running when this resolves. */
  async stop(): Promise<void> {
    await this.crew.stop(STOP_ORDER);
    if (this.site) this.file.remove();
  }

  kill(): void {
    this.crew.kill();
    if (this.site) this.file.remove();
  }

  private async claim(): Promise<void> {
    mkdirSync(this.settings.dataDir, { recursive: true });
    this.file.claim();
    if (!(await isFree(this.settings.port))) throw new CannotStart(`Port ${this.settings.port} is taken by another program; choose another with --port.`);
  }

  private async startNats(site: Site): Promise<void> {
    if (this.settings.natsUrl !== undefined) return;
    await this.terminal.step('nats-server with JetStream', async () => this.crew.launch(natsProgram(site, await natsBinary(this.env))));
  }

  private async startDatabase(site: Site): Promise<void> {
    if (this.settings.databaseUrl === undefined) await this.terminal.step('Postgres', () => this.crew.launch(postgresProgram(site)));
    await this.terminal.step('database schema', () => migrateDatabase(this.root, site.databaseUrl, this.env));
  }

  private async startSimulator(site: Site): Promise<void> {
    if (site.simulated) await this.terminal.step('Tradier simulator', () => this.crew.launch(simulatorProgram(site)));
  }

  private launch(site: Site, name: (typeof SERVICES)[number], label: string): Promise<void> {
    return this.terminal.step(label, () => this.crew.launch(serviceProgram(site, name)));
  }

  /** What only a first start does: the sample strategy (in a generated market, where it has something to trade) and the password, said once. */
  private async welcome(first: FirstStart): Promise<void> {
    if (!first.isFirst || first.password === undefined) return;
    const isKnown = this.settings.tradier || this.settings.replay || (await this.makeSample(first.password));
    this.terminal.say(isKnown ? `Sign in as admin with the password ${first.password} (it is shown this once).` : 'Sign in with the password that this database was set up with.');
    first.finish();
  }

  /** Everything else is up: without the sample there is less to see, and nothing is broken. @returns whether the password opens the door */
  private async makeSample(password: string): Promise<boolean> {
    try {
      return (await this.terminal.step('sample strategy', () => runSampleStrategy(this.url, password))) !== 'other-password';
    } catch (error) {
      if (!(error instanceof CannotStart)) throw error;
      this.terminal.warn('sample strategy', error.message);
      return true;
    }
  }

  private record(): void {
    if (!this.site) return;
    const { ports, natsUrl, databaseUrl } = this.site;
    const urls = { gateway: this.url, nats: natsUrl, ...(this.settings.databaseUrl === undefined ? { database: databaseUrl } : {}), ...simulatorUrl(this.site) };
    this.file.write({ pid: process.pid, url: this.url, pids: this.crew.pids(), ports: { ...ports }, urls, restarts: this.crew.restarts() });
  }
}

async function survey(settings: Settings, env: NodeJS.ProcessEnv, root: string, adminPassword: string | undefined): Promise<Site> {
  const ports = await choosePorts(settings.port);
  return {
    root,
    dataDir: settings.dataDir,
    ports,
    env,
    natsUrl: settings.natsUrl ?? `nats://127.0.0.1:${ports.nats}`,
    databaseUrl: settings.databaseUrl ?? databaseAddress(ports.postgres, databasePassword(settings.dataDir)),
    simulated: !settings.tradier,
    simulator: settings.simulator,
    adminPassword,
    logLevel: settings.logLevel,
  };
}

async function choosePorts(gateway: number): Promise<Ports> {
  const others = (await freePorts(9)).filter((port) => port !== gateway);
  const [nats = 0, postgres = 0, simulator = 0, marketData = 0, aggregator = 0, router = 0, runner = 0, metrics = 0] = others;
  const services = { 'market-data': marketData, 'candle-aggregator': aggregator, 'order-router': router, 'strategy-runner': runner, gateway, 'gateway-metrics': metrics };
  return { nats, postgres, 'tradier-simulator': simulator, ...services };
}

async function natsBinary(env: NodeJS.ProcessEnv): Promise<string> {
  try {
    return await findNatsServer(env);
  } catch (error) {
    throw new CannotStart(error instanceof Error ? error.message : String(error));
  }
}

function simulatorUrl(site: Site): Record<string, string> {
  return site.simulated ? { tradier: `http://127.0.0.1:${site.ports['tradier-simulator']}/v1` } : {};
}
