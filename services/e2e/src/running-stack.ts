import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
export const PASSWORD = 'correct-horse-battery';
const START_LIMIT_MS = 120_000;

export interface StackState {
  readonly pid: number;
  readonly url: string;
  readonly pids: Readonly<Record<string, number>>;
  readonly urls: Readonly<Record<string, string>>;
  readonly restarts: Readonly<Record<string, number>>;
}

/** The whole product as a person starts it: one process that runs all others, on a folder of its own. */
export class RunningStack {
  output = '';

  private constructor(
    readonly url: string,
    readonly dataDir: string,
    private readonly process: ChildProcess,
  ) {
    for (const stream of [process.stdout, process.stderr]) stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
  }

  /** Resolves when it says that it is ready. Without a folder it gets an empty one. */
  static async start(args: readonly string[] = [], dataDir = emptyFolder(), environment: Readonly<Record<string, string>> = {}): Promise<RunningStack> {
    const port = await freePort();
    const env = { ...process.env, CI: '1', ADMIN_PASSWORD: PASSWORD, LOG_FORMAT: 'json', ...environment };
    const child = spawn(process.execPath, ['deploy/local/bootstrap.mjs', 'start', '--port', String(port), '--data-dir', dataDir, '--no-open', ...args], { cwd: ROOT, env });
    const stack = new RunningStack(`http://127.0.0.1:${port}`, dataDir, child);
    await stack.said(/^Ready: /m);
    return stack;
  }

  state(): StackState {
    return JSON.parse(readFileSync(join(this.dataDir, 'stack.json'), 'utf8')) as StackState;
  }

  /** SIGKILL to one of its processes; resolves when the supervisor has started it again. */
  async kill(name: string): Promise<void> {
    const before = this.state();
    const pid = before.pids[name];
    if (pid === undefined) throw new Error(`the stack has no process ${name}: ${Object.keys(before.pids).join(', ')}`);
    process.kill(pid, 'SIGKILL');
    await until(() => {
      const now = this.state();
      return now.pids[name] !== undefined && now.pids[name] !== pid;
    }, `${name} to come back`);
  }

  /** Ctrl-C; resolves with the exit code when nothing is left. */
  async stop(): Promise<number | null> {
    if (this.process.exitCode !== null) return this.process.exitCode;
    const gone = new Promise<number | null>((resolve) => this.process.once('exit', resolve));
    this.process.kill('SIGINT');
    return gone;
  }

  /** Stops it and removes its folder. */
  async dispose(): Promise<void> {
    await this.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  private said(words: RegExp): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`not ready in time:\n${this.output}`)), START_LIMIT_MS);
      this.process.once('exit', (code) => {
        clearTimeout(late);
        reject(new Error(`ended with ${code}:\n${this.output}`));
      });
      this.process.stdout?.on('data', () => {
        if (!words.test(this.output)) return;
        clearTimeout(late);
        resolve();
      });
    });
  }
}

/** Asks again until the answer is true; what is asked must be cheap. */
export async function until(holds: () => boolean | Promise<boolean>, what: string, limitMs = 60_000): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited ${limitMs / 1000} s in vain for ${what}`);
    await pause(50);
  }
}

/** Open to be entered: as root, Postgres runs as a user of its own. */
function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sofi-e2e-'));
  chmodSync(folder, 0o755);
  return folder;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
