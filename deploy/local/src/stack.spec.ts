import { expect } from 'chai';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freePorts } from './ports.js';
import { SERVICES } from './programs.js';
import { answers, becomesReady } from './readiness.js';
import { StackFile, type StackState } from './stack-file.js';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../../..');

/** Says yes to everything, and plays the gateway's part of a sign-in. */
const FAKE = `
const [option, port] = process.argv.slice(2);
const says = {
  'POST /api/v1/auth/login': [204], 'GET /api/v1/auth/me': [200, { csrfToken: 'token' }],
  'GET /api/v1/strategies': [200, { strategies: [] }], 'POST /api/v1/strategies': [201, { id: '1' }],
};
require('node:http').createServer((request, response) => {
  const [status, body] = says[request.method + ' ' + request.url] ?? [200, {}];
  response.writeHead(status, { 'set-cookie': 'session=1; Path=/' }).end(body && JSON.stringify(body));
}).listen(option === '--port' ? Number(port) : Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
`;

/** The real stack, NATS and Postgres over services of a few lines. */
describe('stack', function () {
  this.timeout(60_000);
  let root: string;
  let port: number;
  let stack: Running | undefined;

  before(() => {
    root = mkdtempSync(join(tmpdir(), 'sofi-local-'));
    // Postgres runs as another user where the tests run as root.
    chmodSync(root, 0o755);
    for (const name of ['libs', 'deploy', 'node_modules']) symlinkSync(join(ROOT, name), join(root, name));
    for (const name of [...SERVICES, 'tradier-simulator']) write(name, FAKE);
  });
  after(() => rmSync(root, { recursive: true }));
  beforeEach(async () => {
    [port = 0] = await freePorts(1);
  });
  afterEach(() => stack?.end());

  const write = (name: string, script: string) => {
    const folder = join(root, 'services', name, 'dist/src');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'main.js'), script);
  };
  const dataDir = () => join(root, '.data');
  const start = (...args: string[]) => (stack = new Running(root, ['--port', String(port), '--no-open', ...args]));

  it('starts everything, says the password once, and stops without a trace', async () => {
    const first = start();
    await first.ready();
    expect(first.output).to.match(/Sign in as admin with the password ([a-z2-9]{4}-?){4} \(it is shown this once\)\.\nReady: http:\/\/127\.0\.0\.1:\d+\n$/);
    const { pids } = stateOf(dataDir());
    expect(Object.keys(pids)).to.have.members([...SERVICES, 'nats', 'postgres', 'tradier-simulator']);
    expect(await first.stopped('SIGINT')).to.equal(0);
    expect(survivors(pids)).to.deep.equal([]);
    expect(new StackFile(dataDir()).read()).to.equal(undefined);

    const second = start();
    await second.ready();
    expect(second.output).to.not.include('password');
    expect(await second.stopped('SIGTERM')).to.equal(0);
  });

  it('brings back what was killed, on the same port', async () => {
    const running = start();
    await running.ready();
    const before = stateOf(dataDir());
    for (const name of ['gateway', 'nats', 'postgres']) {
      const crashed = running.says(new RegExp(`! ${name}: was ended by SIGKILL; starting it again`));
      process.kill(before.pids[name] ?? 0, 'SIGKILL');
      await crashed;
    }
    expect(await becomesReady(answers(running.url(port)), 20_000, new AbortController().signal)).to.equal(true);
    await becomes(() => ['gateway', 'nats', 'postgres'].every((name) => (stateOf(dataDir()).restarts[name] ?? 0) >= 1 && stateOf(dataDir()).pids[name] !== undefined));
    const after = stateOf(dataDir());
    expect(after.ports).to.deep.equal(before.ports);
    expect(after.pids['market-data']).to.equal(before.pids['market-data']);
  });

  it('leaves nobody behind when it is SIGKILLed itself', async () => {
    const running = start();
    await running.ready();
    const { pids } = stateOf(dataDir());
    await running.stopped('SIGKILL');
    await becomes(() => survivors(pids).length === 0);
  });

  it('refuses a taken port in one sentence', async () => {
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const running = start();
    expect(await running.ended()).to.equal(1);
    expect(running.output).to.equal(`Port ${port} is taken by another program; choose another with --port.\n`);
    other.close();
  });

  it('stops everything where a service cannot start, with its sentence', async () => {
    write('order-router', `process.stderr.write('order-router: TRADIER_ACCOUNT_ID "x" is not an account of this token\\n'); process.exit(1);`);
    const running = start();
    let pids: StackState['pids'] = {};
    running.child.stdout?.on('data', () => (pids = new StackFile(dataDir()).read()?.pids ?? pids));
    expect(await running.ended()).to.equal(1);
    write('order-router', FAKE);
    expect(running.output).to.match(/\norder-router ended with code 1: order-router: TRADIER_ACCOUNT_ID "x" is not an account of this token \(log: .*order-router\.log\)\n$/);
    expect(Object.keys(pids)).to.include('postgres');
    expect(survivors(pids)).to.deep.equal([]);
  });
});

/** One run of the stack in a process of its own, so that it can be sent signals. */
class Running {
  output = '';
  readonly child: ChildProcess;

  constructor(root: string, args: string[]) {
    const main = JSON.stringify(new URL('main.js', import.meta.url).href);
    const script = `const { main } = await import(${main}); process.exit(await main({ args: ${JSON.stringify(args)}, env: process.env, root: ${JSON.stringify(root)} }));`;
    const env = { ...process.env, CI: '1', PORT: '', NATS_URL: '', DATABASE_URL: '', TRADIER_ACCESS_TOKEN: '', ADMIN_PASSWORD: '', LOG_FORMAT: '', LOG_LEVEL: '' };
    this.child = spawn(process.execPath, ['--input-type=module', '-e', script, 'bootstrap.mjs'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.child.stdout, this.child.stderr]) stream?.on('data', (chunk) => (this.output += String(chunk)));
  }

  url(port: number): string {
    return `http://127.0.0.1:${port}`;
  }

  ready(): Promise<void> {
    return this.says(/^Ready: /);
  }

  /** Resolves at the first line that fits. */
  says(pattern: RegExp): Promise<void> {
    return new Promise((resolve, reject) => {
      const { stdout } = this.child;
      if (stdout) createInterface(stdout).on('line', (line) => pattern.test(line) && resolve());
      this.child.once('exit', () => reject(new Error(`ended before it said ${String(pattern)}:\n${this.output}`)));
    });
  }

  async ended(): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode;
    const [code] = (await once(this.child, 'close')) as [number | null];
    return code;
  }

  stopped(signal: NodeJS.Signals): Promise<number | null> {
    this.child.kill(signal);
    return this.ended();
  }

  async end(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) await this.stopped('SIGTERM');
  }
}

function stateOf(dataDir: string): StackState {
  const state = new StackFile(dataDir).read();
  if (!state) throw new Error('no stack runs');
  return state;
}

function survivors(pids: StackState['pids']): string[] {
  return Object.entries(pids)
    .filter(([, pid]) => isAlive(pid))
    .map(([name]) => name);
}

/** A process that has ended but was not fetched by its parent yet is dead, too. */
function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** Other people's processes send no events: looked at again until it is so. */
async function becomes(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error('it did not happen within 20 s');
    await new Promise((resolve) => setImmediate(resolve));
  }
}
