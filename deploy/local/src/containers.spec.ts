import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { SERVICES } from './programs.js';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

const composeFile = z.object({
  services: z.record(
    z.string(),
    z.looseObject({
      image: z.string(),
      command: z.array(z.string()).optional(),
      environment: z.record(z.string(), z.string()).optional(),
      healthcheck: z.unknown().optional(),
      profiles: z.array(z.string()).optional(),
    }),
  ),
});
const scrapeConfig = z.object({ scrape_configs: z.array(z.object({ static_configs: z.array(z.object({ targets: z.array(z.string()) })) })) });
const container = z.looseObject({
  name: z.string(),
  image: z.string(),
  command: z.array(z.string()).optional(),
  readinessProbe: z.unknown().optional(),
  resources: z.object({ limits: z.object({ memory: z.string() }) }),
});
const manifest = z.looseObject({
  kind: z.string(),
  metadata: z.object({ name: z.string() }),
  spec: z.looseObject({ template: z.looseObject({ spec: z.looseObject({ containers: z.array(container) }) }).optional() }).optional(),
  data: z.record(z.string(), z.string()).optional(),
});

describe('docker-compose.yml', () => {
  const { services } = composeFile.parse(parse(read('docker-compose.yml'), { merge: true }));

  it('runs every service, what they need, and what watches them; the simulator only when asked', () => {
    expect(Object.keys(services)).to.include.members([...SERVICES, 'nats', 'postgres', 'migrate', 'prometheus', 'grafana']);
    expect(Object.entries(services).filter(([, { profiles }]) => profiles)).to.have.nested.property('0.0', 'tradier-simulator');
  });

  it('names entries that exist', () => {
    const entries = Object.values(services).flatMap(({ command }) => (command?.[0] === 'node' ? [command[1] ?? ''] : []));
    expect(entries).to.have.length(SERVICES.length + 2);
    expect(entries.filter((entry) => !existsSync(join(ROOT, sourceOf(entry))))).to.deep.equal([]);
  });

  it('has a health check for everything that others wait for', () => {
    for (const name of [...SERVICES, 'nats', 'postgres', 'tradier-simulator']) expect(services[name], name).to.have.property('healthcheck');
  });

  it('has no password of its own: an empty one is refused', () => {
    const secrets = Object.values(services).flatMap(({ environment }) => Object.entries(environment ?? {}).filter(([name]) => /PASSWORD|TOKEN|DATABASE_URL/.test(name)));
    expect(secrets).to.have.length.greaterThan(5);
    expect(secrets.filter(([, value]) => !/\$\{[A-Z_]+:\?/.test(value))).to.deep.equal([]);
  });

  it('is watched by Prometheus, service by service, on the port of its metrics', () => {
    const targets = scrapeConfig.parse(parse(read('deploy/prometheus/prometheus.yml'))).scrape_configs.flatMap((job) => job.static_configs.flatMap((one) => one.targets));
    expect(targets.toSorted()).to.deep.equal(
      SERVICES.map((name) => `${name}:${services[name]?.environment?.['METRICS_PORT'] ?? services[name]?.environment?.['PORT']}`).toSorted(),
    );
  });
});

describe('what is watched', () => {
  it('asks only for metrics that a service keeps', () => {
    const asked = [...(read('deploy/prometheus/rules.yml') + read('deploy/grafana/dashboards/sofitrader.json')).matchAll(/\bsofi_[a-z_]+/g)].map(([name]) => name);
    const kept = SERVICES.flatMap((name) => sourcesOf(join(ROOT, 'services', name, 'src'))).join('\n');
    expect([...new Set(asked)].filter((name) => !kept.includes(`'${name}'`))).to.deep.equal([]);
    expect(asked).to.include.members(['sofi_trades_total', 'sofi_bars_closed_total', 'sofi_orders_total', 'sofi_market_time_seconds']);
  });
});

describe('k8s', () => {
  let copy: string;
  before(function () {
    if (spawnSync('kubectl', ['version', '--client']).status !== 0) {
      console.log('      skipped: there is no kubectl here');
      this.skip();
    }
    copy = mkdtempSync(join(tmpdir(), 'sofi-k8s-'));
    cpSync(join(ROOT, 'k8s'), copy, { recursive: true });
  });
  after(() => {
    if (copy) rmSync(copy, { recursive: true });
  });

  const build = (overlay: string) => {
    const folder = join(copy, 'overlays', overlay);
    cpSync(join(folder, 'secrets.env.example'), join(folder, 'secrets.env'));
    const { stdout, stderr, status } = spawnSync('kubectl', ['kustomize', folder], { encoding: 'utf8' });
    expect(status, stderr).to.equal(0);
    return parseAllDocuments(stdout).map((document) => manifest.parse(document.toJS()));
  };
  const containersOf = (documents: ReturnType<typeof build>) => documents.flatMap(({ spec }) => spec?.template?.spec.containers ?? []);

  for (const overlay of ['simulated', 'live']) {
    it(`builds the overlay ${overlay}, each container with its limits and each server with its probe`, () => {
      const documents = build(overlay);
      const names = (kind: string) => documents.filter((one) => one.kind === kind).map(({ metadata }) => metadata.name);
      expect(names('Deployment')).to.have.members([...SERVICES]);
      expect(names('StatefulSet')).to.have.members(overlay === 'simulated' ? ['nats', 'postgres', 'tradier-simulator'] : ['nats', 'postgres']);
      const without = containersOf(documents).filter(({ name, readinessProbe }) => name !== 'migrate' && !readinessProbe);
      expect(without.map(({ name }) => name)).to.deep.equal([]);
    });
  }

  it('gives NATS the same configuration as everywhere else', () => {
    expect(read('k8s/base/nats.conf')).to.equal(read('deploy/nats/nats.conf'));
  });

  it('runs entries that exist', () => {
    const entries = containersOf(build('simulated')).flatMap(({ command }) => (command ? [command[1] ?? ''] : []));
    expect(entries).to.have.length(SERVICES.length + 2);
    expect(entries.filter((entry) => !existsSync(join(ROOT, sourceOf(entry))))).to.deep.equal([]);
  });

  it('talks to the simulator in one overlay only', () => {
    const baseUrls = (overlay: string) => build(overlay).flatMap(({ kind, data }) => (kind === 'ConfigMap' && data?.['TRADIER_BASE_URL'] ? [data['TRADIER_BASE_URL']] : []));
    expect(baseUrls('simulated')).to.deep.equal(['http://tradier-simulator:9310/v1']);
    expect(baseUrls('live')).to.deep.equal([]);
  });
});

function sourcesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'));
}

function sourceOf(entry: string): string {
  return entry.replace('/dist/src/', '/src/').replace(/\.js$/, '.ts');
}
