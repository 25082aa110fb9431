/**
 * The way in on a bare clone: plain Node without a dependency. Installs and builds what is missing,
 * then hands over to the compiled local stack (`start`), to the simulator alone (`simulator`), to the import of recorded data (`import`) or to the checks (`test`).
 */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildDashboard, compile } from './build.mjs';
import { closingLine, runChecks } from './checks.mjs';
import { install, isInstalled, nodeProblem } from './install.mjs';
import { endSteps } from './run-step.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const [task, ...args] = process.argv.slice(2);

const problem = nodeProblem(process.versions.node);
if (problem) leave(problem);
const interrupted = () => {
  endSteps();
  process.exit(130);
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, interrupted);

try {
  if (task === 'start') await start();
  else if (task === 'simulator') await simulator();
  else if (task === 'import') process.exitCode = await importData();
  else if (task === 'build') await build();
  else if (task === 'test') process.exitCode = await test();
  else leave(`Unknown task ${task ?? ''}: say start, simulator, import, build or test.`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (task === 'test') console.log(closingLine({ passed: 0, failed: 1, skipped: 0 }));
  process.exitCode = 1;
}

async function start() {
  const asksForHelp = args.includes('--help') || args.includes('-h');
  if (!asksForHelp || !isInstalled(root)) await build();
  else await step('Compiling', () => compile(root, ['deploy/local']));
  // From here on the stack itself answers the signals.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, interrupted);
  const { main } = await import('./dist/src/main.js');
  // At once: what was still being fetched when it was told to stop is of no use any more.
  process.exit(await main({ args, env: process.env, root }));
}

async function simulator() {
  await installIfNeeded();
  await step('Compiling', () => compile(root, ['services/tradier-simulator']));
  // From here on the simulator itself answers the signals; paths are as seen from where npm was called.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, interrupted);
  process.chdir(process.env['INIT_CWD'] ?? root);
  const { runCommand } = await import('../../services/tradier-simulator/dist/src/command.js');
  await runCommand(args, process.env, 'person');
}

async function importData() {
  await installIfNeeded();
  await step('Compiling', () => compile(root, ['deploy/local']));
  const { importMain } = await import('./dist/src/import-main.js');
  return importMain({ args, env: process.env, root, out: process.stdout, now: Date.now() });
}

async function test() {
  await installIfNeeded();
  return runChecks(root, args);
}

async function build() {
  await installIfNeeded();
  await step('Compiling', () => compile(root));
  await step('Building the dashboard', () => buildDashboard(root));
}

async function installIfNeeded() {
  if (!isInstalled(root)) await step('Installing the packages (npm ci)', () => install(root));
}

/** @template T @param {string} what @param {() => Promise<T>} work */
async function step(what, work) {
  const begun = performance.now();
  await work();
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  process.stdout.write(`  ✓ ${what.padEnd(36)} ${seconds.padStart(6)} s\n`);
}

/** @param {string} sentence @returns {never} */
function leave(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
