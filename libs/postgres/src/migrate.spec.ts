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
    expect(runs.flat()).to.deep.equal(['History1800000000001']);
  });

  it('carry every stored bar into its partition, and back again', async () => {
    await migrateBack(postgres.url);
    await migrateBack(postgres.url);
    const bars = [
      ['AAPL', '1m', Date.UTC(2024, 0, 31, 23, 59)],
      ['AAPL', '1m', Date.UTC(2024, 1, 1)],
      ['BRK/B', '15m', Date.UTC(2023, 11, 29, 20)],
      ['AAPL', '1d', Date.UTC(1998, 0, 2, 14, 30)],
    ] as const;
    for (const [symbol, timeframe, start] of bars) {
      await rows(postgres.url, `INSERT INTO bars VALUES ('${symbol}', '${timeframe}', ${start}, ${start + 60_000}, 1.000001, 2, 0.5, 1.5, 4000000000, 7, 1.25, 3, 'gap')`);
    }
    const stored = await rows(postgres.url, ALL_BARS);
    expect(stored).to.have.length(4);
    await migrate(postgres.url);
    expect(await rows(postgres.url, ALL_BARS)).to.deep.equal(stored);
    expect(await rows(postgres.url, 'SELECT tableoid::regclass::text AS part FROM bars ORDER BY 1')).to.deep.equal([
      { part: 'bars_1d' },
      { part: 'bars_1m_2024_01' },
      { part: 'bars_1m_2024_02' },
      { part: 'bars_coarse_2023' },
    ]);
    await migrateBack(postgres.url);
    await migrateBack(postgres.url);
    expect(await rows(postgres.url, ALL_BARS)).to.deep.equal(stored);
    await migrate(postgres.url);
  });

  it('go back to an empty database and forth again', async () => {
    await migrateBack(postgres.url);
    await migrateBack(postgres.url);
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

const ALL_BARS = 'SELECT * FROM bars ORDER BY symbol, timeframe, start_time';

async function tables(url: string): Promise<string[]> {
  const found = await rows<{ tablename: string }>(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1");
  return found.map((row) => row.tablename);
}

async function rows<T>(url: string, statement: string): Promise<T[]> {
  const source = await openSource(url, {});
  try {
    return await source.query<T[]>(statement);
  } finally {
    await source.destroy();
  }
}
