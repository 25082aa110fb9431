import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CannotStart } from './cannot-start.js';

const stackState = z.object({
  /** the stack's own process; ending it ends all others */
  pid: z.number().int().positive(),
  url: z.string(),
  pids: z.record(z.string(), z.number().int()),
  ports: z.record(z.string(), z.number().int()),
  urls: z.record(z.string(), z.string()),
  restarts: z.record(z.string(), z.number().int()),
});
export type StackState = z.output<typeof stackState>;

/** `stack.json` in the data folder: what runs where, for scripts and tests. It exists while the stack runs and marks the folder as taken. */
export class StackFile {
  private readonly path: string;

  constructor(dataDir: string) {
    this.path = join(dataDir, 'stack.json');
  }

  /** @throws CannotStart where another stack runs on the same data */
  claim(): void {
    const other = this.read();
    if (other && isStack(other.pid)) throw new CannotStart(`Another stack (process ${other.pid}, ${other.url}) runs on this data folder; choose another with --data-dir.`);
  }

  read(): StackState | undefined {
    if (!existsSync(this.path)) return undefined;
    return stackState.parse(JSON.parse(readFileSync(this.path, 'utf8')));
  }

  /** Whole or not at all. Only its owner may read it: the database's address has a password in it. */
  write(state: StackState): void {
    writeFileSync(`${this.path}.new`, `${JSON.stringify(state, undefined, 2)}\n`, { mode: 0o600 });
    renameSync(`${this.path}.new`, this.path);
  }

  remove(): void {
    rmSync(this.path, { force: true });
  }
}

/** A number that another program has got since is no stack; where /proc cannot tell, a living process counts as one. */
function isStack(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  const commandLine = `/proc/${pid}/cmdline`;
  return !existsSync(commandLine) || readFileSync(commandLine, 'utf8').includes('bootstrap.mjs');
}
