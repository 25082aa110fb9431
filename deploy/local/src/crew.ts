import { join } from 'node:path';
import { CannotStart } from './cannot-start.js';
import { Guardian } from './guardian.js';
import { LogFile } from './log-file.js';
import { worthShowing } from './log-line.js';
import { SupervisedProgram, type Program, type Witness } from './supervised-program.js';
import type { Terminal } from './terminal.js';

/** Services end in a fraction of a second; Postgres writes its last pages first. */
const STOP_GRACE_MS = 10_000;

/** All programs of the stack, their logs, and the guardian that outlives us. */
export class Crew implements Witness {
  private readonly guardian = new Guardian();
  private readonly programs: SupervisedProgram[] = [];
  private readonly logs = new Map<string, LogFile>();
  private leaving = false;

  constructor(
    private readonly logsDir: string,
    private readonly terminal: Terminal,
    private readonly onChange: () => void,
  ) {}

  /** Resolves when it is ready. @throws CannotStart, with the place of its log */
  async launch(program: Program): Promise<void> {
    if (this.leaving) throw new CannotStart('Stopped while starting.');
    const log = new LogFile(join(this.logsDir, `${program.name}.log`));
    this.logs.set(program.name, log);
    const supervised = new SupervisedProgram(program, this.guardian, this);
    this.programs.push(supervised);
    try {
      await supervised.start();
    } catch (error) {
      throw error instanceof CannotStart ? new CannotStart(`${error.message} (log: ${log.path})`) : error;
    }
  }

  /** In the reverse order of their start, those of one rank together; nothing is left when it resolves. */
  async stop(ranks: readonly (readonly string[])[]): Promise<void> {
    this.leaving = true;
    for (const rank of ranks) await Promise.all(this.programs.filter(({ program }) => rank.includes(program.name)).map((program) => program.stop(STOP_GRACE_MS)));
    await Promise.all(this.programs.map((program) => program.stop(0)));
    this.guardian.dismiss();
    for (const log of this.logs.values()) log.close();
  }

  /** At once: for the person who is tired of waiting. */
  kill(): void {
    this.leaving = true;
    for (const program of this.programs) void program.stop(0);
  }

  pids(): Record<string, number> {
    return Object.fromEntries(this.programs.flatMap(({ program, pid }) => (pid === undefined ? [] : [[program.name, pid]])));
  }

  restarts(): Record<string, number> {
    return Object.fromEntries(this.programs.map(({ program, restarts }) => [program.name, restarts]));
  }

  line(program: string, text: string, stream: 'stdout' | 'stderr'): void {
    this.logs.get(program)?.write(text);
    const sentence = LOUD.has(program) ? undefined : worthShowing(text, stream);
    if (sentence !== undefined && !this.leaving) this.terminal.warn(program, sentence, text);
  }

  crashed(program: string, how: string, waitMs: number): void {
    this.terminal.warn(program, `${how}; starting it again in ${waitMs / 1000} s`);
  }

  changed(): void {
    this.onChange();
  }
}

/** They write their everyday lines to stderr, in a form of their own. */
const LOUD: ReadonlySet<string> = new Set(['nats', 'postgres']);
