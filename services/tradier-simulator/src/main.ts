import { RuleError } from '@sofi/domain';
import { logger } from './log.js';
import { readSettings, USAGE } from './settings.js';
import { startSimulator } from './simulator.js';

async function main(): Promise<void> {
  if (process.argv.includes('--help')) {
    process.stdout.write(USAGE);
    return;
  }
  const settings = readSettings(process.argv.slice(2), process.env);
  const format = process.env['LOG_FORMAT'] === 'json' ? 'json' : 'pretty';
  const simulator = await startSimulator(
    settings,
    logger(format, (line) => process.stdout.write(line)),
  );
  process.stdout.write(`Ready: ${simulator.url}\n`);
  const stop = () => void simulator.close().then(() => process.exit(0));
  process.once('SIGINT', stop).once('SIGTERM', stop);
}

main().catch((error: unknown) => {
  const known = error instanceof RuleError || (error instanceof Error && 'code' in error);
  process.stderr.write(`${known ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
