import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runStep } from './run-step.mjs';

/** What the dashboard's bundle is made of. */
const DASHBOARD_INPUTS = ['services/dashboard', 'libs/contracts/src', 'libs/domain/src', 'package-lock.json'];
const DASHBOARD = 'services/dashboard';

/**
 * Compiles what changed; a moment where nothing did.
 * @param {string} root
 * @param {readonly string[]} projects folders, all where empty
 */
export async function compile(root, projects = []) {
  const { code, output } = await runStep(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', ...projects], { cwd: root, quiet: true });
  if (code !== 0) throw new Error(`the build failed:\n${output}`);
}

/** @param {string} root @returns whether there was something to do */
export async function buildDashboard(root) {
  if (!existsSync(join(root, DASHBOARD, 'index.html'))) return false;
  const stamp = join(root, DASHBOARD, 'dist/.built-from');
  const inputs = fingerprint(root, DASHBOARD_INPUTS);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) return false;
  const { code, output } = await runStep(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], {
    cwd: join(root, DASHBOARD),
    quiet: true,
  });
  if (code !== 0) throw new Error(`the dashboard's build failed:\n${output}`);
  writeFileSync(stamp, inputs);
  return true;
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
