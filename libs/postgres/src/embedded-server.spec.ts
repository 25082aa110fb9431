import { access, chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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

  it('makes its data anew where it was killed while it made them', async () => {
    const dataDir = join(folder, 'half');
    await mkdir(dataDir);
    await writeFile(join(dataDir, 'PG_VERSION'), '18\n');
    await writeFile(`${dataDir}.unfinished`, '');
    const server = await startEmbeddedPostgres({ dataDir, port: await freePort() });
    expect(await query(server.url, 'SELECT 1 AS one')).to.deep.equal([{ one: 1 }]);
    await server.stop();
    expect(
      await access(`${dataDir}.unfinished`).then(
        () => 'marked',
        () => 'whole',
      ),
    ).to.equal('whole');
  });

  it('touches no folder with the files of somebody else', async () => {
    const dataDir = join(folder, 'photos');
    await mkdir(dataDir);
    await writeFile(join(dataDir, 'cat.jpg'), 'meow');
    for (const start of ['first', 'second']) {
      const error: unknown = await startEmbeddedPostgres({ dataDir, port: await freePort() }).catch((reason: unknown) => reason);
      expect(String(error), start).to.contain('exists but is not empty');
    }
    expect(await readFile(join(dataDir, 'cat.jpg'), 'utf8')).to.equal('meow');
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
