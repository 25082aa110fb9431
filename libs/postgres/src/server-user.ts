import { execFile, spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { UnavailableError } from '@sofi/domain';

const run = promisify(execFile);

export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/** Starts a program as the user that Postgres runs as. */
export type Start = (program: string, args: readonly string[], options: SpawnOptions) => ChildProcess;

/**
 * Postgres refuses to run as root: then it runs as the owner of its data, at first `postgres`, who is made where there is none, or else `nobody`.
 * Undefined for everybody else: it runs as whoever we are.
 */
export async function serverIdentity(dataDir: string): Promise<Identity | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const found = (await ownerOf(join(dataDir, 'PG_VERSION'))) ?? (await userNamed('postgres')) ?? (await madeUser('postgres')) ?? (await userNamed('nobody'));
  if (!found) throw new UnavailableError('Postgres does not run as root, and there is no user postgres or nobody: run as another user, or set DATABASE_URL');
  return found;
}

/**
 * How to start programs that use these paths. Where the user may not walk down to one (folders like /root forbid it), the programs are lent the right
 * to pass closed folders: to read alone, or all of it where nothing less can be lent, as in most containers. Throws an UnavailableError that names
 * the folder where nothing can.
 */
export async function starterFor(identity: Identity | undefined, paths: readonly string[]): Promise<Start> {
  if (!identity) return (program, args, options) => spawn(program, args, options);
  const closed = await firstClosed(paths, identity);
  if (closed === undefined) return (program, args, options) => spawn(program, args, { ...options, ...identity });
  for (const right of ['+dac_read_search', '+dac_override']) {
    const lent = lending(identity, right);
    const passed = await Promise.all(paths.map((path) => succeeds('setpriv', [...lent, 'test', '-x', path])));
    if (passed.every(Boolean)) return (program, args, options) => spawn('setpriv', [...lent, program, ...args], options);
  }
  throw new UnavailableError(
    `Postgres does not run as root, and the user ${identity.uid} that it runs as may not enter ${closed}: run as another user, move it, or set DATABASE_URL`,
  );
}

/** Postgres looks for its own files with access(2), which leaves a user's capabilities out unless the secure bit says otherwise. */
function lending({ uid, gid }: Identity, right: string): string[] {
  return [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', `--inh-caps=${right}`, `--ambient-caps=${right}`, '--securebits=+no_setuid_fixup'];
}

/** The first folder on the way down to the paths that the user may not pass. */
async function firstClosed(paths: readonly string[], { uid, gid }: Identity): Promise<string | undefined> {
  for (const folder of paths.flatMap(wayDown)) {
    const { mode, ...owner } = await stat(folder);
    const passes = owner.uid === uid ? 0o100 : owner.gid === gid ? 0o010 : 0o001;
    if ((mode & passes) === 0) return folder;
  }
  return undefined;
}

function wayDown(path: string): string[] {
  const above = dirname(path);
  return above === path ? [path] : [...wayDown(above), path];
}

/** Undefined where it is not there, or is root's. */
async function ownerOf(path: string): Promise<Identity | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : undefined;
}

async function userNamed(name: string): Promise<Identity | undefined> {
  try {
    const [uid, gid] = await Promise.all(['-u', '-g'].map(async (flag) => Number((await run('id', [flag, name])).stdout)));
    return { uid: uid as number, gid: gid as number };
  } catch {
    return undefined;
  }
}

async function madeUser(name: string): Promise<Identity | undefined> {
  const made = await succeeds('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', name]);
  return made ? userNamed(name) : undefined;
}

function succeeds(program: string, args: readonly string[]): Promise<boolean> {
  return run(program, [...args]).then(
    () => true,
    () => false,
  );
}
