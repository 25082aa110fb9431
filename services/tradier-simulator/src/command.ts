import { RuleError } from '@sofi/domain';
import { ACCOUNT } from './account/brokerage.js';
import { SANDBOX_ACCOUNT } from './http/sandbox.js';
import { logger } from './log.js';
import { DEFAULT_TOKEN, readSettings, USAGE, type Settings } from './settings.js';
import { startSimulator } from './simulator.js';

/** Runs until a signal ends it. Whoever watches, a person or a log, is told in their own way where it is. */
export async function runCommand(argv: readonly string[], environment: NodeJS.ProcessEnv, watcher: 'person' | 'log'): Promise<void> {
  try {
    if (argv.includes('--help') || argv.includes('-h')) return void process.stdout.write(USAGE);
    const settings = readSettings(argv, environment);
    const format = environment['LOG_FORMAT'] === 'json' ? 'json' : 'pretty';
    const simulator = await startSimulator(
      settings,
      logger(format, (line) => process.stdout.write(line)),
    );
    process.stdout.write(watcher === 'person' ? greeting(simulator.url, settings) : `Ready: ${simulator.url}\n`);
    const stop = () => void simulator.close().then(() => process.exit(0));
    process.once('SIGINT', stop).once('SIGTERM', stop);
  } catch (error) {
    process.stderr.write(`${sentenceOf(error)}\n`);
    process.exit(1);
  }
}

/** A token of one's own is not repeated: what is printed is kept in logs. */
function greeting(url: string, { token, sandbox }: Settings): string {
  const own = token !== DEFAULT_TOKEN;
  return `
A local Tradier is at ${url}. No money and no real market is behind it.

  page      ${url}/
  token     ${own ? 'the one you gave' : token}
  account   ${sandbox ? SANDBOX_ACCOUNT : ACCOUNT}
  try       curl -H 'Authorization: Bearer ${own ? '<token>' : token}' -H 'Accept: application/json' '${url}/v1/markets/quotes?symbols=AAPL'

Ctrl-C stops it.

`;
}

/** What went wrong where it is known what that may be; otherwise with where it happened. */
function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE' && 'port' in error) return `Port ${String(error.port)} is taken: give another with --port, 0 for any that is free.`;
  return error instanceof RuleError || 'code' in error ? error.message : (error.stack ?? error.message);
}
