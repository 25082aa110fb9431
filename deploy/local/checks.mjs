import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { buildDashboard, checkDashboard, compile } from './build.mjs';
import { runStep } from './run-step.mjs';

/** The longest that the specs of one project may take; the ends of the longest story are minutes away from it. */
const PROJECT_LIMIT_MS = 30 * 60_000;

/** `failures` has a line or more on each check that failed. @typedef {{ passed: number, failed: number, skipped: number, failures: string[] }} Counts */

/**
 * Build, lint, format and every spec, each project's specs in a process of their own. Goes on after a failure, to show all of them.
 * @param {string} root
 * @param {readonly string[]} chosen project folders such as `libs/domain`; all where empty
 * @returns {Promise<number>} the exit code; the closing line is on stdout
 */
export async function runChecks(root, chosen) {
  const begun = performance.now();
  const projects = projectsOf(root).filter((project) => chosen.length === 0 || chosen.some((folder) => isUnder(project, folder)));
  if (projects.length === 0) throw new Error(`no project matches ${chosen.join(', ')}; say for example libs/domain`);
  const paths = chosen.length === 0 ? ['.'] : projects;
  /** @type {Counts} */
  const counts = { passed: 0, failed: 0, skipped: 0, failures: [] };

  add(counts, await check('build', () => buildAll(root, chosen.length === 0 ? [] : projects)));
  if (counts.failed === 0) {
    add(counts, await check('lint', () => tool(root, 'oxlint', ['--deny-warnings', ...paths])));
    add(counts, await check('format', () => tool(root, 'oxfmt', ['--check', ...paths])));
    for (const project of projects) add(counts, await runSpecs(root, project));
  }
  console.log(`\n${((performance.now() - begun) / 1000).toFixed(0)} s`);
  for (const failure of counts.failures) console.log(`failed: ${failure}`);
  console.log(closingLine(counts));
  return counts.failed === 0 ? 0 : 1;
}

/** @param {Counts} counts */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** Libraries first, the whole system last: the cheapest failure shows first. @param {string} root */
export function projectsOf(root) {
  const under = (folder) =>
    readdirSync(join(root, folder))
      .filter((name) => existsSync(join(root, folder, name, 'package.json')))
      .map((name) => `${folder}/${name}`);
  const services = under('services').toSorted((a, b) => Number(a.endsWith('/e2e')) - Number(b.endsWith('/e2e')));
  return [...under('libs'), 'deploy/local', 'bench', ...services];
}

/** @param {string} project @param {string} folder */
function isUnder(project, folder) {
  const wanted = folder.replace(/^\.\//, '').replace(/\/+$/, '');
  return project === wanted || project.startsWith(`${wanted}/`);
}

/** @param {string} root @param {readonly string[]} projects */
async function buildAll(root, projects) {
  const compiled = projects.filter((project) => project !== 'services/dashboard');
  // A dashboard alone still needs the contracts that it imports.
  if (projects.length === 0 || compiled.length > 0) await compile(root, compiled);
  else await compile(root, ['libs/contracts']);
  if (projects.length === 0 || projects.includes('services/dashboard') || projects.includes('services/e2e')) await buildDashboard(root);
  if (projects.length === 0 || projects.includes('services/dashboard')) await checkDashboard(root);
}

/** @param {string} root @param {'oxlint' | 'oxfmt'} name @param {readonly string[]} args */
async function tool(root, name, args) {
  const { code } = await runStep(process.execPath, [join(root, 'node_modules', name, 'bin', name), ...args], { cwd: root });
  if (code !== 0) throw new Error(`${name} found something`);
}

/** One step that counts as one check. @param {string} name @param {() => Promise<void>} work @returns {Promise<Counts>} */
async function check(name, work) {
  console.log(`\n── ${name}`);
  try {
    await work();
    return { passed: 1, failed: 0, skipped: 0, failures: [] };
  } catch (error) {
    return oneFailure(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** @param {string} root @param {string} project @returns {Promise<Counts>} */
async function runSpecs(root, project) {
  const specs = specsOf(root, project);
  if (specs.length === 0) return { passed: 0, failed: 0, skipped: 0, failures: [] };
  console.log(`\n── ${project}`);
  const folder = mkdtempSync(join(tmpdir(), 'sofi-specs-'));
  try {
    const counted = join(folder, 'counts.json');
    const reporter = join(root, 'deploy/local/counting-reporter.cjs');
    const mocha = join(root, 'node_modules/mocha/bin/mocha.js');
    const env = { ...process.env, SPEC_COUNTS_FILE: counted, NX_DAEMON: 'false' };
    const { code } = await runStep(process.execPath, [mocha, '--reporter', reporter, ...specs], { cwd: root, env, timeoutMs: PROJECT_LIMIT_MS });
    return countsOf(counted, code, project);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * What mocha counted; a run that died before it could count, or that ended badly without a failed spec, is a failure itself.
 * @param {string} file @param {number} code @param {string} project @returns {Counts}
 */
export function countsOf(file, code, project) {
  if (!existsSync(file)) return oneFailure(`${project}: the specs ended with code ${code} before they were counted`);
  /** @type {Counts} */
  const counts = JSON.parse(readFileSync(file, 'utf8'));
  if (code !== 0 && counts.failed === 0) return { ...oneFailure(`${project}: the specs ended with code ${code}`), passed: counts.passed, skipped: counts.skipped };
  return { ...counts, failures: counts.failures.map((failure) => `${project}: ${failure}`) };
}

/** Said at once, where it happens, and again in the last lines. @param {string} failure @returns {Counts} */
function oneFailure(failure) {
  console.log(failure);
  return { passed: 0, failed: 1, skipped: 0, failures: [failure] };
}

/** The compiled file of every spec that has a source; what is left of deleted sources is not run. @param {string} root @param {string} project */
function specsOf(root, project) {
  const source = join(root, project, 'src');
  if (!existsSync(source)) return [];
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.spec\.tsx?$/.test(file))
    .toSorted()
    .map((file) => compiledFile(root, project, file.replace(/tsx?$/, 'js')));
}

/** @param {string} root @param {string} project @param {string} file */
function compiledFile(root, project, file) {
  const places = ['dist/src', 'dist-spec/src', 'dist-spec'].map((folder) => join(root, project, folder, file));
  const place = places.find((path) => existsSync(path));
  if (!place) throw new Error(`${project}/src/${file.replace(/js$/, 'ts')} was not compiled`);
  return relative(root, place);
}

/** @param {Counts} sum @param {Counts} more */
function add(sum, more) {
  for (const key of /** @type {const} */ (['passed', 'failed', 'skipped'])) sum[key] += more[key];
  sum.failures.push(...more.failures);
}
