import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import pg from 'pg';
import { startEmbeddedPostgres } from './embedded-server.js';
import { freePort } from './testing.js';

describe('the embedded server', function () {
  this.timeout(60_000);
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'postgres-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('keeps its data in a folder that nobody else may enter, root’s own too, over a restart', async () => {
    const closed = join(folder, 'closed');
    await mkdir(closed);
    await chmod(closed, 0o700);
    const options = { dataDir: join(closed, 'data'), port: await freePort(), password: 'p@ss/word' };
    const first = await startEmbeddedPostgres(options);
    await query(first.url, 'CREATE TABLE kept (word text); INSERT INTO kept VALUES ($$here$$)');
    await first.stop();
    const second = await startEmbeddedPostgres(options);
    expect(await query(second.url, 'SELECT word FROM kept')).to.deep.equal([{ word: 'here' }]);
    await second.stop();
  });
});

async function query(url: string, statement: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return ((await client.query(statement)) as { rows?: unknown }).rows;
  } finally {
    await client.end();
  }
}
