import { startEmbeddedPostgres } from '@sofi/postgres/server';

/**
 * The embedded Postgres in a process of its own: `node postgres-main.js <folder> <port>`. Its package takes over the signal handlers
 * of the process that it runs in, and a crash of it is then a crash like any other: it is started again.
 */
const [dataDir, port] = process.argv.slice(2);
if (dataDir === undefined || port === undefined) throw new Error('say the folder and the port');
const server = await startEmbeddedPostgres({ dataDir, port: Number(port) });
