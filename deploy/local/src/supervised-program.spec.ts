import { expect } from 'chai';
import { once } from 'node:events';
import { EventEmitter } from 'node:events';
import { CannotStart } from './cannot-start.js';
import { Guardian } from './guardian.js';
import { freePorts } from './ports.js';
import { accepts, becomesReady } from './readiness.js';
import { SupervisedProgram, type Program, type Witness } from './supervised-program.js';

/** A service of a few lines: listens, and ends when asked to, or not. */
const listening = (port: number, onTerm = 'process.exit(0)') => `require('node:net').createServer().listen(${port}, '127.0.0.1'); process.on('SIGTERM', () => { ${onTerm} });`;

class Notes extends EventEmitter implements Witness {
  readonly crashes: string[] = [];
  line(): void {}
  changed(): void {
    this.emit('changed');
  }
  crashed(_program: string, how: string): void {
    this.crashes.push(how);
    this.emit('crashed');
  }
}

describe('supervised program', () => {
  let guardian: Guardian;
  let port: number;
  let notes: Notes;
  const programs: SupervisedProgram[] = [];

  const supervise = (script: string, more: Partial<Program> = {}) => {
    const program = new SupervisedProgram(
      { name: 'fake', command: process.execPath, args: ['-e', script], env: process.env, ready: accepts(port), readyWithinMs: 8_000, ...more },
      guardian,
      notes,
    );
    programs.push(program);
    return program;
  };
  const isAlive = (pid: number) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };

  beforeEach(async () => {
    guardian = new Guardian();
    notes = new Notes();
    [port = 0] = await freePorts(1);
  });
  afterEach(async () => {
    await Promise.all(programs.splice(0).map((program) => program.stop(0)));
    guardian.dismiss();
  });

  it('is started when it is ready, and stopped when its process is gone', async () => {
    const program = supervise(listening(port));
    await program.start();
    const pid = program.pid ?? 0;
    expect(isAlive(pid)).to.equal(true);
    await program.stop(5_000);
    expect(isAlive(pid)).to.equal(false);
    expect(program.pid).to.equal(undefined);
  });

  it('comes back after a SIGKILL, and counts it', async () => {
    const program = supervise(listening(port));
    await program.start();
    const first = program.pid ?? 0;
    const crashed = once(notes, 'crashed');
    process.kill(first, 'SIGKILL');
    await crashed;
    expect(notes.crashes).to.deep.equal(['was ended by SIGKILL']);
    expect(await becomesReady(accepts(port), 8_000, new AbortController().signal)).to.equal(true);
    expect(program.restarts).to.equal(1);
    expect(program.pid).to.not.equal(first);
  });

  it('is killed with its descendants where it does not listen to the request to stop', async () => {
    const grandchild = `const { pid } = require('node:child_process').spawn('sleep', ['600']); console.log(pid);`;
    const lines: string[] = [];
    notes.line = (...[, text]: [string?, string?]) => void lines.push(text ?? '');
    const program = supervise(grandchild + listening(port, '/* not yet */'));
    await program.start();
    await program.stop(200);
    expect(lines).to.have.length(1);
    expect(isAlive(Number(lines[0]))).to.equal(false);
  });

  it('says in one sentence why the first start failed, and is not started again', async () => {
    const program = supervise(`console.error('TRADIER_ACCESS_TOKEN was refused'); process.exitCode = 3;`);
    const error = await program.start().catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(CannotStart);
    expect(error).to.have.property('message', 'fake ended with code 3: TRADIER_ACCESS_TOKEN was refused');
    expect(program.restarts).to.equal(0);
  });

  it('gives up on a first start that never becomes ready', async () => {
    const program = supervise(`setInterval(() => {}, 1000)`, { readyWithinMs: 300 });
    const error = await program.start().catch((reason: unknown) => reason);
    expect(error).to.have.property('message', 'fake was not ready within 0.3 s');
    expect(program.pid).to.equal(undefined);
  });

  it('says so where the program does not exist', async () => {
    const program = supervise('', { command: '/nowhere/at-all' });
    const error = await program.start().catch((reason: unknown) => reason);
    expect(error)
      .to.have.property('message')
      .that.matches(/^fake could not be run: .*ENOENT/);
  });
});
