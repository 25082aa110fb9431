import type { Writable } from 'node:stream';

/** What the person at the terminal sees: a tick and a time for each step, then only what needs attention. */
export class Terminal {
  constructor(
    private readonly out: Writable & { isTTY?: boolean },
    private readonly format: 'json' | 'pretty',
  ) {
    // whoever read along may leave; the stack goes on, and its logs are in files
    out.on('error', () => undefined);
  }

  async step<T>(what: string, work: () => Promise<T>): Promise<T> {
    const begun = performance.now();
    const result = await work();
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    this.say(`  ✓ ${what.padEnd(36)} ${seconds.padStart(6)} s`);
    return result;
  }

  say(line: string): void {
    this.out.write(`${line}\n`);
  }

  /** `record` is the program's own line, shown as it is where the terminal is read by a machine. */
  warn(program: string, sentence: string, record?: string): void {
    this.say(this.format === 'json' && record !== undefined ? record : `  ! ${program}: ${sentence}`);
  }
}
