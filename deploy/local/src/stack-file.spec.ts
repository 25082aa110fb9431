import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CannotStart } from './cannot-start.js';
import { StackFile } from './stack-file.js';

const state = (pid: number) => ({ pid, url: 'http://127.0.0.1:8080', pids: { gateway: 12 }, ports: { gateway: 8080 }, urls: {}, restarts: { gateway: 0 } });

describe('stack file', () => {
  let dataDir: string;
  beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'sofi-stack-'))));
  afterEach(() => rmSync(dataDir, { recursive: true }));

  it('gives back what was written, and is readable by its owner alone', () => {
    const file = new StackFile(dataDir);
    file.write(state(7));
    expect(file.read()).to.deep.equal(state(7));
    expect(statSync(join(dataDir, 'stack.json')).mode & 0o777).to.equal(0o600);
    file.remove();
    expect(file.read()).to.equal(undefined);
  });

  it('refuses a data folder on which another stack runs, and takes over that of a dead one', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'bootstrap.mjs'], { stdio: 'ignore' });
    await once(other, 'spawn');
    const file = new StackFile(dataDir);
    file.write(state(other.pid ?? 0));
    expect(() => file.claim()).to.throw(CannotStart, `process ${other.pid}`);
    other.kill('SIGKILL');
    await once(other, 'exit');
    expect(() => file.claim()).to.not.throw();
  });
});
