import { spawn } from 'node:child_process';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/**
 * Runs one command in its own process group, so that nothing of it outlives an interrupted start:
 * the compiler's wrapper, for one, leaves its native child behind when only the wrapper is ended.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, quiet?: boolean, timeoutMs?: number }} options
 * @returns {Promise<{ code: number, output: string }>} `output` only of quiet steps; code 124 after the time limit
 */
export function runStep(command, args, { cwd, env = process.env, quiet = false, timeoutMs }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'] });
    let output = '';
    let late = false;
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += String(chunk)));
    const limit = timeoutMs === undefined ? undefined : setTimeout(() => ((late = true), endGroup(child, 'SIGKILL')), timeoutMs);
    running.add(child);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(limit);
      running.delete(child);
      resolve({ code: late ? 124 : (code ?? 1), output });
    });
  });
}

/** Ends every step that is running; for the signal handlers. */
export function endSteps() {
  for (const child of running) endGroup(child, 'SIGTERM');
}

/** @param {import('node:child_process').ChildProcess} child @param {NodeJS.Signals} signal */
function endGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
