import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { KIND_NAMES } from './faults/fault-kinds.js';

const PROGRAM = fileURLToPath(new URL('../../bin/tradier-simulator.mjs', import.meta.url));

describe('The simulator as a program', () => {
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });
  const run = (...args: string[]) => {
    const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    let [said, complained] = ['', ''];
    child.stderr.on('data', (piece) => (complained += String(piece)));
    const greeted = new Promise<string>((resolve) => {
      child.stdout.on('data', (piece) => {
        said += String(piece);
        if (said.includes('Ctrl-C')) resolve(said);
      });
    });
    const ended = once(child, 'close').then(([code]) => ({ code: code as number, said, complained }));
    return { child, greeted, ended };
  };

  it('says where it is and how to ask it, and ends cleanly when it is interrupted', async () => {
    const program = run('--port', '0', '--token', 'mine');
    const greeting = await program.greeted;
    const url = /is at (http:\S+?)\. /.exec(greeting)?.[1] ?? '';
    for (const part of ['token     the one you gave', 'account   SIM0000001', `curl -H 'Authorization: Bearer <token>'`]) expect(greeting).to.include(part);
    expect((await fetch(`${url}/v1/user/profile`, { headers: { authorization: 'Bearer mine' } })).status).to.equal(200);
    program.child.kill('SIGINT');
    expect(await program.ended).to.include({ code: 0, complained: '' });
  });

  it('says in one sentence that its port is taken', async () => {
    const first = run('--port', '0');
    const port = /:(\d+)\. /.exec(await first.greeted)?.[1] ?? '';
    const { code, complained } = await run('--port', port).ended;
    expect([code, complained]).to.deep.equal([1, `Port ${port} is taken: give another with --port, 0 for any that is free.\n`]);
  });

  it('explains its options and its faults', async () => {
    const { code, said } = await run('--help').ended;
    expect(code).to.equal(0);
    for (const word of ['--replay', '--sandbox', '--faults', ...KIND_NAMES]) expect(said).to.include(word);
  });
});
