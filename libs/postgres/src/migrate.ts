import { openSource, type DatabaseOptions } from './database.js';

/** Brings the tables to the newest form; does nothing where they are. Answers the names of what was run. */
export async function migrate(url: string, options: DatabaseOptions = {}): Promise<string[]> {
  const source = await openSource(url, { ...options, poolSize: 1 });
  try {
    // several may start at once: one migrates, the others find it done
    await source.query('SELECT pg_advisory_lock(7306)');
    const done = await source.runMigrations({ transaction: 'all' });
    return done.map((migration) => migration.name);
  } finally {
    await source.destroy();
  }
}

/** Takes the newest migration back, with everything in its tables. */
export async function migrateBack(url: string, options: DatabaseOptions = {}): Promise<void> {
  const source = await openSource(url, { ...options, poolSize: 1 });
  try {
    await source.undoLastMigration({ transaction: 'all' });
  } finally {
    await source.destroy();
  }
}
