import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { access, chown, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { UnavailableError } from '@sofi/domain';
import pg from 'pg';
import { isAway } from './is-away.js';
import { postgresBinaries } from './postgres-binaries.js';
import { serverIdentity, starterFor, type Identity, type Start } from './server-user.js';

export interface EmbeddedPostgresOptions {
  /** made where it is absent, kept between starts; with any file in it it must be a cluster */
  readonly dataDir: string;
  readonly port: number;
  /** made where it is absent; `sofitrader` */
  readonly database?: string;
  /** of the one user `sofi`; the server listens on the loopback only */
  readonly password?: string;
  /** false gives up safety at a power cut for speed: for tests */
  readonly durable?: boolean;
  /** the server's own log lines */
  readonly onLine?: (line: string) => void;
}

/** A Postgres of our own, from the npm package: nothing to install. */
export interface EmbeddedServer {
  readonly url: string;
  readonly process: ChildProcess;
  /** Ends its connections, writes everything, and resolves when it is gone. */
  stop(): Promise<void>;
}

const USER = 'sofi';

/** Starts one, the first time with a new cluster, and waits until it answers. Throws an UnavailableError with its last words where it ends instead. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedServer> {
  const { port, database = 'sofitrader', password = 'sofi', durable = true } = options;
  const dataDir = resolve(options.dataDir);
  const { initdb, postgres } = await postgresBinaries();
  await clearUnfinished(dataDir);
  const identity = await serverIdentity(dataDir);
  await prepareFolder(dataDir, identity);
  const start = await starterFor(identity, [dirname(postgres), dataDir, tmpdir()]);
  if (!(await exists(join(dataDir, 'PG_VERSION')))) await makeWholeCluster({ initdb, dataDir, password, identity, start });

  // no socket file: its folder differs by system and may not be ours to write
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'])];
  const child = start(postgres, ['-D', dataDir, ...settings.flatMap((setting) => ['-c', setting])], { stdio: ['ignore', 'ignore', 'pipe'], cwd: dataDir });
  const words = listen(child, options.onLine);
  const address = (name: string) => `postgres://${USER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${name}`;
  await untilAnswering(child, address('postgres'), database, words);
  return { url: address(database), process: child, stop: () => end(child) };
}

async function prepareFolder(dataDir: string, identity: Identity | undefined): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  if (identity) await chown(dataDir, identity.uid, identity.gid);
}

/** Beside the folder while a cluster is being made in it: initdb that is killed leaves files behind, and never touches a folder with files again. */
const unfinished = (dataDir: string): string => `${dataDir}.unfinished`;

async function clearUnfinished(dataDir: string): Promise<void> {
  if (!(await exists(unfinished(dataDir)))) return;
  await rm(dataDir, { recursive: true, force: true });
  await rm(unfinished(dataDir), { force: true });
}

/** A folder with files in it is not ours to clear: there initdb refuses, and nothing is marked. */
async function makeWholeCluster(cluster: NewCluster): Promise<void> {
  const { dataDir } = cluster;
  if ((await readdir(dataDir)).length === 0) await writeFile(unfinished(dataDir), '');
  await makeCluster(cluster);
  await rm(unfinished(dataDir), { force: true });
}

interface NewCluster {
  readonly initdb: string;
  readonly dataDir: string;
  readonly password: string;
  readonly identity: Identity | undefined;
  readonly start: Start;
}

async function makeCluster({ initdb, dataDir, password, identity, start }: NewCluster): Promise<void> {
  const file = join(tmpdir(), `cluster-${process.pid}-${Date.now()}`);
  await writeFile(file, `${password}\n`, { mode: 0o600 });
  if (identity) await chown(file, identity.uid, identity.gid);
  try {
    const child = start(initdb, [`--pgdata=${dataDir}`, `--username=${USER}`, `--pwfile=${file}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-sync'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      cwd: dataDir,
    });
    const words = listen(child);
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new UnavailableError(`initdb ended with ${code}: ${words.join(' | ')}`);
  } finally {
    await rm(file, { force: true });
  }
}

async function untilAnswering(child: ChildProcess, url: string, database: string, words: readonly string[]): Promise<void> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline;) {
    if (child.exitCode !== null) throw new UnavailableError(`Postgres ended with ${child.exitCode}: ${words.join(' | ')}`);
    if (await hasDatabase(url, database)) return;
    await delay(25);
  }
  child.kill('SIGKILL');
  throw new UnavailableError(`Postgres does not answer: ${words.join(' | ')}`);
}

async function hasDatabase(url: string, database: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  // an end of the server between two queries is told here too
  client.on('error', () => {});
  try {
    await client.connect();
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`);
    return true;
  } catch (error) {
    // nobody listens yet, or it starts or recovers
    if (isAway(error)) return false;
    throw error;
  } finally {
    await client.end().catch(() => {});
  }
}

function listen(child: ChildProcess, onLine?: (line: string) => void): string[] {
  const words: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    for (const line of chunk.split('\n').filter(Boolean)) {
      words.push(line);
      if (words.length > 20) words.shift();
      onLine?.(line);
    }
  });
  return words;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  // fast shutdown: does not wait for clients to leave
  child.kill('SIGINT');
  await gone;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
