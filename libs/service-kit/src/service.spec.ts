import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { decode, heartbeatMessage, subjects, type Heartbeat } from '@sofi/contracts';
import { CommandRefused, type Bus } from '@sofi/nats';
import { freePort, startTestNats, type TestNats } from '@sofi/nats/testing';
import { startTestPostgres, type TestPostgres } from '@sofi/postgres/testing';
import { expect } from 'chai';

const SPECIMEN = fileURLToPath(new URL('./specimen.fixture.js', import.meta.url));

describe('a service in a process of its own', function () {
  this.timeout(60_000);
  let nats: TestNats;
  let postgres: TestPostgres;
  let bus: Bus;
  let port: number;
  const running: ChildProcess[] = [];

  before(async () => {
    [nats, postgres] = await Promise.all([startTestNats(), startTestPostgres()]);
    bus = await nats.connect();
    await started();
  });
  after(async () => {
    for (const child of running) child.kill('SIGKILL');
    await nats.stop();
    await postgres.stop();
  });

  function start(environment: Record<string, string>): ChildProcess {
    const base = { PATH: process.env['PATH'], NATS_URL: nats.url, DATABASE_URL: postgres.url };
    const child = spawn(process.execPath, [SPECIMEN], { env: { ...base, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
    running.push(child);
    return child;
  }

  /** The newest one; those before it have ended or are ended now. */
  async function started(): Promise<{ child: ChildProcess; lines: () => string[] }> {
    for (const child of running.splice(0)) child.kill('SIGKILL');
    port = await freePort();
    const child = start({ PORT: String(port) });
    let stdout = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
    await nextBeat(bus, () => true);
    return { child, lines: () => stdout.trim().split('\n') };
  }

  const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
  const ask = (text: string) => bus.ask('market-data.search', { text });

  it('obeys commands', async () => {
    expect(await ask('AAPL')).to.deep.equal({ found: [{ symbol: 'AAPL', description: 'found', exchange: 'Q' }] });
  });

  it('refuses with the field, and goes on after a fault of its own', async () => {
    const refused = (await ask('').catch((error: unknown) => error)) as CommandRefused;
    expect(refused).to.be.instanceOf(CommandRefused);
    expect(refused.problem.errors).to.deep.equal([{ field: 'text', message: 'must not be empty', value: '' }]);
    const fault = (await ask('fault').catch((error: unknown) => error)) as CommandRefused;
    expect(fault.problem.status).to.equal(500);
    expect(await ask('MSFT')).to.have.property('found');
  });

  it('beats each second, and at once when the market time is reached', async () => {
    const first = nextBeat(bus, ({ marketTime }) => marketTime > 0);
    await ask('reached');
    expect(await first).to.include({ service: 'specimen', status: 'ok', marketTime: 1_700_000_000_000 });
    const degraded = nextBeat(bus, ({ status }) => status === 'degraded');
    await ask('trouble');
    expect(await degraded).to.include({ detail: 'the feed is stale' });
  });

  it('is alive, is ready while NATS is there, and is ready again after it was away', async () => {
    expect((await get('/health/live')).status).to.equal(200);
    expect((await get('/health/ready')).status).to.equal(200);
    await nats.kill();
    await untilStatus(() => get('/health/ready'), 503);
    expect((await get('/health/live')).status, 'a restart would not bring NATS back').to.equal(200);
    await nats.restart();
    await untilStatus(() => get('/health/ready'), 200);
    // a beat that is heard proves both ends to be connected
    await nextBeat(bus, () => true);
    expect(await ask('AAPL'), 'commands are heard again').to.have.property('found');
  });

  it('shows its metrics to Prometheus', async () => {
    await ask('AAPL');
    const answer = await get('/metrics');
    expect(answer.headers.get('content-type')).to.contain('text/plain');
    const text = await answer.text();
    expect(text).to.contain('searches_total{service="specimen"}');
    expect(text).to.contain('process_resident_memory_bytes{service="specimen"}');
  });

  it('is small', function () {
    if (process.platform !== 'linux') return this.skip();
    const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${running[0]?.pid}/status`, 'utf8')) ?? [];
    expect(Number(kilobytes) / 1024, 'MB of memory').to.be.below(160);
  });

  it('stops in order when told to, and writes nothing but lines of JSON', async () => {
    const { child, lines } = await started();
    await ask('fault').catch(() => {});
    child.kill('SIGTERM');
    const [code] = (await once(child, 'close')) as [number];
    expect(code).to.equal(0);
    expect(lines()).to.have.length.above(1);
    for (const line of lines()) expect(JSON.parse(line)).to.include({ service: 'specimen' });
  });

  it('ends when something broke that nobody handled: the start-up recovers', async () => {
    const { child } = await started();
    const exit = once(child, 'exit');
    await ask('crash');
    expect((await exit)[0]).to.equal(1);
  });

  for (const [name, environment] of [
    ['PORT', { PORT: 'none' }],
    ['LOG_LEVEL', { PORT: '1', LOG_LEVEL: 'loud' }],
  ] as const) {
    it(`does not start with a wrong ${name}, and names it`, async () => {
      const wrong = start(environment);
      let said = '';
      wrong.stderr?.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
      const [code] = (await once(wrong, 'close')) as [number];
      expect(code).to.equal(1);
      expect(said).to.contain(name);
    });
  }
});

/** Resolves with the first heartbeat from now on that fits. */
function nextBeat(bus: Bus, fits: (beat: Heartbeat) => boolean): Promise<Heartbeat> {
  return new Promise((resolve) => {
    const end = bus.subscribe(subjects.heartbeat('specimen'), (data) => {
      const beat = decode(heartbeatMessage, data);
      if (!fits(beat)) return;
      end();
      resolve(beat);
    });
  });
}

async function untilStatus(ask: () => Promise<Response>, status: number): Promise<void> {
  while ((await ask()).status !== status) await pause(50);
}
