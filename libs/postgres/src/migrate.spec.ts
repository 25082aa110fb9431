import { expect } from 'chai';
import { openSource } from './database.js';
import { migrate, migrateBack } from './migrate.js';
import { startTestPostgres, type TestPostgres } from './testing.js';

describe('migrations', function () {
  this.timeout(60_000);
  let postgres: TestPostgres;
  before(async () => {
    postgres = await startTestPostgres();
  });
  after(() => postgres.stop());

  it('run once, however many start at the same time', async () => {
    await migrateBack(postgres.url);
    const runs = await Promise.all([1, 2, 3].map(() => migrate(postgres.url)));
    expect(runs.flat()).to.deep.equal(['Initial1700000000000']);
  });

  it('go back to an empty database and forth again', async () => {
    await migrateBack(postgres.url);
    expect(await tables(postgres.url)).to.deep.equal(['migrations']);
    await migrate(postgres.url);
    expect(await tables(postgres.url)).to.include.members(['bars', 'order_events', 'users']);
  });

  it('make the very tables that the entities describe', async () => {
    const source = await openSource(postgres.url, {});
    const missing: string[] = [];
    for (const { tableName, columns } of source.entityMetadatas) {
      const rows = await source.query<{ column_name: string; is_nullable: string }[]>('SELECT column_name, is_nullable FROM information_schema.columns WHERE table_name = $1', [
        tableName,
      ]);
      const made = new Map(rows.map((row) => [row.column_name, row.is_nullable === 'YES']));
      for (const { databaseName, isNullable } of columns) if (made.get(databaseName) !== isNullable) missing.push(`${tableName}.${databaseName}`);
    }
    await source.destroy();
    expect(missing).to.deep.equal([]);
  });
});

async function tables(url: string): Promise<string[]> {
  const source = await openSource(url, {});
  const rows = await source.query<{ tablename: string }[]>("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1");
  await source.destroy();
  return rows.map((row) => row.tablename);
}
