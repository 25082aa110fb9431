import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ROOT } from './running-stack.js';

/** One service, or the simulator, as a process of its own. */
export function program(name: string, environment: Readonly<Record<string, string>>, args: readonly string[] = []): ChildProcess {
  const env = { PATH: process.env['PATH'] ?? '', LOG_FORMAT: 'json', ...environment };
  return spawn(process.execPath, [join(ROOT, 'services', name, 'dist/src/main.js'), ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Where the simulator says that it listens; with the version. */
export async function addressOf(simulator: ChildProcess): Promise<string> {
  let output = '';
  for (;;) {
    const [chunk] = (await once(simulator.stdout!, 'data')) as [Buffer];
    output += chunk.toString();
    const ready = /^Ready: (\S+)/m.exec(output)?.[1];
    if (ready) return ready.endsWith('/v1') ? ready : `${ready.replace(/\/$/, '')}/v1`;
  }
}
