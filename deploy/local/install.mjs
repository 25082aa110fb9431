import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runStep } from './run-step.mjs';

/** Lowest patch of each line of Node that works; odd lines between them are taken as they are. */
const OLDEST = [20, 19];

/** @param {string} version as in process.versions.node @returns {string | undefined} what is wrong, in one sentence */
export function nodeProblem(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST;
  const fits = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  return fits ? undefined : `Node ${version} is too old: install Node 20.19 or newer (22 and 24 are fine).`;
}

/**
 * Whether node_modules holds what package-lock.json names. npm notes what it installed in node_modules/.package-lock.json,
 * written last, so an interrupted installation counts as none.
 * @param {string} root
 */
export function isInstalled(root) {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const present = packagesOf(join(root, 'node_modules/.package-lock.json'));
  if (!wanted) throw new Error('package-lock.json is missing');
  if (!present) return false;
  return Object.entries(wanted).every(
    ([path, entry]) => !path.includes('node_modules/') || entry.optional || entry.devOptional || (path in present && present[path].version === entry.version),
  );
}

/** @param {string} file @returns {Record<string, { version?: string, optional?: boolean, devOptional?: boolean }> | undefined} */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** @param {string} root */
export async function install(root) {
  const { code, output } = await runStep('npm', ['ci', '--no-fund', '--no-audit'], { cwd: root, quiet: true });
  if (code !== 0) throw new Error(`npm ci failed:\n${output}`);
}
