import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A stack of two lines: a guardian and one program in its own group, which ignores polite requests where told so. */
const stack = (onTerm: string) => `
  import { spawn } from 'node:child_process';
  import { Guardian } from ${JSON.stringify(new URL('guardian.js', import.meta.url).href)};
  const child = spawn(process.execPath, ['-e', ${JSON.stringify(`process.on('SIGTERM', () => { ${onTerm} }); setInterval(() => {}, 1000); console.log('up')`)}], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  child.stdout.once('data', () => { new Guardian().watch(child.pid, 'TERM'); console.log(child.pid); });
`;

describe('guardian', () => {
  for (const [name, onTerm] of [
    ['asks', 'process.exit(0)'],
    ['insists with', '/* deaf */'],
  ] as const) {
    it(`${name} the programs of a stack that was SIGKILLed to end`, async () => {
      const supervisor = spawn(process.execPath, ['--input-type=module', '-e', stack(onTerm)], { stdio: ['ignore', 'pipe', 'inherit'] });
      const [line] = (await once(createInterface(supervisor.stdout), 'line')) as [string];
      const group = Number(line);
      expect(process.kill(group, 0), 'the program runs').to.equal(true);
      supervisor.kill('SIGKILL');
      await goneWithin(group, 8_000);
    });
  }
});

/** There is no event for the end of somebody else's child: its entry is looked at until it has vanished. */
async function goneWithin(pid: number, limitMs: number): Promise<void> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    if (performance.now() > deadline) throw new Error(`process ${pid} is still there`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
