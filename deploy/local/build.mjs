import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runStep } from './run-step.mjs';

/** What the dashboard's bundle is made of. */
const DASHBOARD_INPUTS = ['services/dashboard', 'libs/contracts/src', 'libs/domain/src', 'package-lock.json'];
const DASHBOARD = 'services/dashboard';
const TSC = 'node_modules/typescript/bin/tsc';

/**
 * Compiles what changed; a moment where nothing did.
 * @param {string} root
 * @param {readonly string[]} projects folders, all where empty
 */
export function compile(root, projects = []) {
  return node(root, [TSC, '-b', ...projects], 'the build');
}

/** @param {string} root @returns whether there was something to do */
export async function buildDashboard(root) {
  if (!existsSync(join(root, DASHBOARD, 'index.html'))) return false;
  const stamp = join(root, '.cache/dashboard-built-from');
  const inputs = fingerprint(root, DASHBOARD_INPUTS);
  const isBuilt = existsSync(join(root, DASHBOARD, 'dist/index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs;
  if (isBuilt) return false;
  await node(root, ['node_modules/vite/bin/vite.js', 'build', DASHBOARD, '--logLevel', 'warn'], "the dashboard's build");
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, inputs);
  return true;
}

/** The bundler looks at no types: they are checked here, and the specs compiled. @param {string} root */
export async function checkDashboard(root) {
  await node(root, [TSC, '--noEmit', '-p', DASHBOARD], "the dashboard's type check");
  await node(root, [TSC, '-p', `${DASHBOARD}/tsconfig.spec.json`], "the compilation of the dashboard's specs");
}

/** @param {string} root @param {readonly string[]} args @param {string} what */
async function node(root, args, what) {
  const { code, output } = await runStep(process.execPath, [...args], { cwd: root, quiet: true });
  if (code !== 0) throw new Error(`${what} failed:\n${output}`);
}

/** @param {string} root @param {readonly string[]} paths */
function fingerprint(root, paths) {
  const hash = createHash('sha256');
  for (const path of paths) for (const line of filesUnder(join(root, path))) hash.update(line);
  return hash.digest('hex');
}

/** @param {string} path @returns {string[]} one line a file: path, size, time of the last change */
function filesUnder(path) {
  const stat = statSync(path);
  if (stat.isFile()) return [`${path} ${stat.size} ${stat.mtimeMs}\n`];
  return readdirSync(path)
    .filter((name) => name !== 'node_modules' && !name.startsWith('dist'))
    .toSorted()
    .flatMap((name) => filesUnder(join(path, name)));
}
