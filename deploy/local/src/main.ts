import { CannotStart } from './cannot-start.js';
import { openBrowser } from './open-browser.js';
import { HELP, readSettings } from './settings.js';
import { Stack } from './stack.js';
import { Terminal } from './terminal.js';

interface Call {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly root: string;
}

const INTERRUPTED = 130;

/** Runs the stack until it is told to stop. @returns the exit code */
export async function main({ args, env, root }: Call): Promise<number> {
  try {
    const settings = readSettings(args, env, root);
    if (settings === 'help') {
      process.stdout.write(HELP);
      return 0;
    }
    const terminal = new Terminal(process.stdout, settings.logFormat);
    const stack = new Stack(settings, env, root, terminal);
    return await runUntilTold(stack, terminal, settings.openBrowser);
  } catch (error) {
    return say(error);
  }
}

async function runUntilTold(stack: Stack, terminal: Terminal, showIt: boolean): Promise<number> {
  const told = whenTold(() => stack.kill());
  try {
    const started = stack.start().then(() => 'started' as const);
    // A start that is interrupted rejects later, when its programs are ended; that is no news then.
    started.catch(() => undefined);
    if ((await Promise.race([started, told])) === 'started') {
      if (showIt) openBrowser(stack.url);
      await told;
    }
    terminal.say('Stopping…');
    await stack.stop();
    return 0;
  } catch (error) {
    await stack.stop();
    return say(error);
  }
}

/** Resolves at the first signal; a second one ends everything at once. */
function whenTold(kill: () => void): Promise<'told'> {
  return new Promise((resolve) => {
    let times = 0;
    const onSignal = () => {
      times += 1;
      if (times === 1) return resolve('told');
      kill();
      // The processes are being killed by now; the guardian sees to what this exit interrupts.
      return process.exit(INTERRUPTED);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  });
}

function say(error: unknown): number {
  if (!(error instanceof CannotStart)) throw error;
  process.stderr.write(`${error.message}\n`);
  return 1;
}
