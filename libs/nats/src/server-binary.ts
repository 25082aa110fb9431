import { execFile } from 'node:child_process';
import { access, constants, copyFile, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { UnavailableError } from '@sofi/domain';

const run = promisify(execFile);
const FOLDERS_BESIDE_PATH = ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin'];

/**
 * Where a nats-server is: `NATS_SERVER_BIN`, the PATH, our cache, or fetched once into the cache as a Debian package without being root.
 * Throws an UnavailableError that names what helps.
 */
export async function findNatsServer(environment: NodeJS.ProcessEnv = process.env): Promise<string> {
  const named = environment['NATS_SERVER_BIN'];
  if (named) {
    if (await isExecutable(named)) return named;
    throw new UnavailableError(`NATS_SERVER_BIN is ${named}, which can not be run`);
  }
  const folders = [...(environment['PATH'] ?? '').split(delimiter), ...FOLDERS_BESIDE_PATH].filter(Boolean);
  const cached = cachedServer();
  for (const candidate of [...folders.map((folder) => join(folder, 'nats-server')), cached]) if (await isExecutable(candidate)) return candidate;
  return fetchInto(cached);
}

/** `<repository>/.cache/nats/nats-server` */
export function cachedServer(): string {
  return join(repository(), '.cache', 'nats', 'nats-server');
}

function repository(): string {
  // libs/nats/dist/src → the repository
  return join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..');
}

async function fetchInto(target: string): Promise<string> {
  const work = await mkdtemp(join(tmpdir(), 'nats-server-'));
  try {
    await download(work);
    const found = (await readdir(work)).find((name) => name.endsWith('.deb'));
    if (!found) throw new Error('apt-get download left no package');
    await run('dpkg', ['-x', join(work, found), join(work, 'root')]);
    await mkdir(dirname(target), { recursive: true });
    // two starts at once: each writes its own copy, the rename is whole
    await copyFile(join(work, 'root', 'usr', 'sbin', 'nats-server'), `${target}.${process.pid}`);
    await rename(`${target}.${process.pid}`, target);
    return target;
  } catch (error) {
    throw new UnavailableError(
      `There is no nats-server here and it can not be fetched (${firstLine(error)}). Install it (Debian, Ubuntu: sudo apt-get install nats-server; macOS: brew install nats-server), ` +
        'or set NATS_SERVER_BIN to the binary, or NATS_URL to a running server with JetStream.',
    );
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function download(folder: string): Promise<void> {
  const own = await privateLists(folder);
  const attempts: (readonly (readonly string[])[])[] = [[['download', 'nats-server']]];
  if (process.getuid?.() === 0) attempts.push([['update'], ['download', 'nats-server']]);
  attempts.push([
    [...own, 'update'],
    [...own, 'download', 'nats-server'],
  ]);
  let last: unknown;
  for (const attempt of attempts) {
    try {
      for (const step of attempt) await run('apt-get', ['-qq', ...step], { cwd: folder, timeout: 90_000 });
      return;
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

/** Package lists of our own: updating the system's needs root. */
async function privateLists(folder: string): Promise<string[]> {
  const lists = join(folder, 'lists');
  const cache = join(folder, 'cache');
  await mkdir(join(lists, 'partial'), { recursive: true });
  await mkdir(join(cache, 'archives', 'partial'), { recursive: true });
  return ['-o', `Dir::State::lists=${lists}`, '-o', `Dir::Cache=${cache}`, '-o', 'Debug::NoLocking=1'];
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n').slice(0, 2).join(': ');
}
