import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { backOff, countCrash } from './back-off.js';
import { CannotStart } from './cannot-start.js';
import type { Guardian } from './guardian.js';
import { becomesReady, type Probe } from './readiness.js';

export interface Program {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly ready: Probe;
  readonly readyWithinMs: number;
  /** what asks it to end in an orderly way; TERM where nothing is said */
  readonly stopSignal?: 'TERM' | 'INT';
}

export interface Witness {
  /** one line that the program wrote */
  line(program: string, text: string, stream: 'stdout' | 'stderr'): void;
  /** it has crashed and will be started again */
  crashed(program: string, how: string, waitMs: number): void;
  /** a process came or went */
  changed(): void;
}

interface Run {
  readonly child: ChildProcess;
  readonly group: number;
  readonly begun: number;
  /** settles when the process is gone, with how it ended in words */
  readonly ended: Promise<string>;
  readonly gone: AbortSignal;
}

/** One program of the stack, in a process group of its own: started, waited for, started again after a crash, stopped. */
export class SupervisedProgram {
  restarts = 0;
  private run: Run | undefined;
  private readonly stopping = new AbortController();
  private watching: Promise<void> = Promise.resolve();
  private lastWords = '';

  constructor(
    readonly program: Program,
    private readonly guardian: Guardian,
    private readonly witness: Witness,
  ) {}

  get pid(): number | undefined {
    return this.run?.group;
  }

  /** Resolves when it is ready. @throws CannotStart where it ends before, or takes too long: the first start is not retried */
  async start(): Promise<void> {
    const run = this.begin();
    if (await this.untilReady(run)) {
      this.watching = this.keepAlive(run);
      return;
    }
    const how = run.gone.aborted ? await run.ended : `was not ready within ${this.program.readyWithinMs / 1000} s`;
    await this.stop(0);
    throw new CannotStart(`${this.program.name} ${how}${this.lastWords === '' ? '' : `: ${this.lastWords}`}`);
  }

  /** Asks it to end, insists after `graceMs`; resolves when nothing of its group is left. */
  async stop(graceMs: number): Promise<void> {
    this.stopping.abort();
    const { run } = this;
    if (run) {
      sendTo(run.group, graceMs > 0 ? `SIG${this.stopSignal}` : 'SIGKILL');
      const insist = setTimeout(() => sendTo(run.group, 'SIGKILL'), graceMs);
      await run.ended;
      clearTimeout(insist);
    }
    await this.watching;
  }

  private get stopSignal(): 'TERM' | 'INT' {
    return this.program.stopSignal ?? 'TERM';
  }

  private async keepAlive(first: Run): Promise<void> {
    let run = first;
    let crashes = 0;
    while (!this.stopping.signal.aborted) {
      const how = await run.ended;
      if (this.stopping.signal.aborted) return;
      crashes = countCrash(crashes, performance.now() - run.begun);
      const waitMs = backOff(crashes);
      this.witness.crashed(this.program.name, how, waitMs);
      await pause(waitMs, undefined, { signal: this.stopping.signal }).catch(ignoreAbort);
      if (this.stopping.signal.aborted) return;
      this.restarts += 1;
      run = this.begin();
      // Alive but never ready is as good as dead.
      if (!(await this.untilReady(run))) sendTo(run.group, 'SIGKILL');
    }
  }

  private untilReady(run: Run): Promise<boolean> {
    return becomesReady(this.program.ready, this.program.readyWithinMs, AbortSignal.any([run.gone, this.stopping.signal]));
  }

  private begin(): Run {
    const { name, command, args, env } = this.program;
    const child = spawn(command, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const gone = new AbortController();
    const group = child.pid ?? 0;
    const ended = new Promise<string>((resolve) => {
      const end = (how: string) => {
        this.clearAway(group);
        gone.abort();
        resolve(how);
      };
      child.once('error', (error) => end(`could not be run: ${error.message}`));
      child.once('exit', (code, signal) => end(signal ? `was ended by ${signal}` : `ended with code ${code}`));
    });
    for (const stream of ['stdout', 'stderr'] as const) {
      createInterface(child[stream]).on('line', (text) => {
        if (saysSomething(text)) this.lastWords = text.trim();
        this.witness.line(name, text, stream);
      });
    }
    if (group > 0) this.guardian.watch(group, this.stopSignal);
    const run = { child, group, begun: performance.now(), ended, gone: gone.signal };
    this.run = run;
    this.witness.changed();
    return run;
  }

  /** What the process may have left behind in its group goes with it. */
  private clearAway(group: number): void {
    sendTo(group, 'SIGKILL');
    if (group > 0) this.guardian.forget(group);
    this.run = undefined;
    this.witness.changed();
  }
}

function sendTo(group: number, signal: NodeJS.Signals): void {
  // Group 0 would be our own: a program that could not be run has none.
  if (group === 0) return;
  try {
    process.kill(-group, signal);
  } catch (error) {
    // The whole group is gone already.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error && error.name === 'AbortError')) throw error;
}

/** Not what Node prints around the sentence of an error: the stack trace, the error's fields, its farewell. */
function saysSomething(text: string): boolean {
  return !/^(\s|$|[{}]|Emitted |Node\.js v)/.test(text);
}
