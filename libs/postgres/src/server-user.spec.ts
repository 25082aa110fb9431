import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { serverIdentity, starterFor } from './server-user.js';

describe('the user that Postgres runs as', () => {
  let folder: string;

  before(async function () {
    if (process.getuid?.() !== 0) this.skip(); // everybody else runs it as themselves
    folder = await mkdtemp(join(tmpdir(), 'closed-'));
  });
  after(() => folder && rm(folder, { recursive: true, force: true }));

  it('is not root', async () => {
    expect((await serverIdentity(folder))?.uid).to.be.greaterThan(0);
  });

  for (const mode of [0o700, 0o755]) {
    it(`finds its way into a folder of root’s, mode ${mode.toString(8)}`, async () => {
      await chmod(folder, mode);
      const start = await starterFor(await serverIdentity(folder), [folder]);
      // as Postgres looks for its own program: with access(2), which knows nothing of lent rights by itself
      const [code] = await once(start('test', ['-x', folder], { stdio: 'ignore' }), 'exit');
      expect(code).to.equal(0);
      const [written] = await once(start('touch', [join(folder, 'a-file')], { stdio: 'ignore' }), 'exit');
      if (mode === 0o755) expect(written, 'no right is lent where none is needed').not.to.equal(0);
    });
  }
});
