import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '@sofi/nats/testing';

/** Linux counts a process's time in hundredths of a second. */
const TICK_MICROS = 10_000;
const READY_WITHIN_MS = 60_000;

/** One of the product's own processes, as built, with its counters within reach. */
export class ServiceProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly address: string,
  ) {}

  /** Resolves when it says that it is ready. */
  static async start(name: string, environment: Readonly<Record<string, string>>): Promise<ServiceProcess> {
    const port = await freePort();
    const main = fileURLToPath(new URL(`../../../services/${name}/dist/src/main.js`, import.meta.url));
    const env = { ...process.env, PORT: String(port), HOST: '127.0.0.1', LOG_LEVEL: 'warn', ...environment };
    const flags = (process.env['BENCH_NODE_FLAGS'] ?? '').split(' ').filter((flag) => flag !== '');
    const child = spawn(process.execPath, [...flags, main], { env, stdio: ['ignore', 'inherit', 'inherit'] });
    const service = new ServiceProcess(child, `http://127.0.0.1:${port}`);
    await service.ready(name);
    return service;
  }

  /** The sum of all series of a metric. */
  async metric(name: string): Promise<number> {
    const text = await (await fetch(`${this.address}/metrics`)).text();
    const lines = text.split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
    if (lines.length === 0) throw new Error(`there is no metric ${name}`);
    return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
  }

  cpuMicros(): number {
    return cpuMicrosOf(this.child.pid ?? 0);
  }

  residentBytes(): number {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${this.child.pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) * 1_024;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGTERM');
    await once(this.child, 'exit');
  }

  private async ready(name: string): Promise<void> {
    for (const end = performance.now() + READY_WITHIN_MS; performance.now() < end; await pause(50)) {
      if (this.child.exitCode !== null) throw new Error(`${name} ended with code ${this.child.exitCode}`);
      const answer = await fetch(`${this.address}/health/ready`).catch(() => undefined);
      if (answer?.ok) return;
    }
    throw new Error(`${name} was not ready after ${READY_WITHIN_MS / 1_000} s`);
  }
}

/** User and system time that a process has used. */
export function cpuMicrosOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // the name, in brackets, may hold spaces: the fields are counted behind it
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MICROS;
}
