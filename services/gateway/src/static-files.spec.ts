import { expect } from 'chai';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { StaticFiles } from './static-files.js';

describe('StaticFiles', () => {
  let folder: string;
  let files: StaticFiles;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'static-'));
    await mkdir(join(folder, 'dist', 'assets'), { recursive: true });
    await writeFile(join(folder, 'secret.txt'), 'secret');
    await writeFile(join(folder, 'dist', '.env'), 'secret');
    await writeFile(join(folder, 'dist', 'index.html'), '<p>app</p>');
    await writeFile(join(folder, 'dist', 'assets', 'app-1a2b.js'), 'run()');
    files = new StaticFiles(join(folder, 'dist'));
  });
  after(() => rm(folder, { recursive: true }));

  it('lets hashed assets be kept for ever and the page be asked for again', async () => {
    const asset = await files.find('/assets/app-1a2b.js');
    expect(asset).to.include({ type: 'text/javascript; charset=utf-8', cacheControl: 'public, max-age=31536000, immutable' });
    expect(gunzipSync(asset!.gzipped!).toString()).to.equal('run()');
    expect(await files.find('/')).to.include({ type: 'text/html; charset=utf-8', cacheControl: 'no-cache' });
  });

  it('answers a page of the app with the app, and a missing file with nothing', async () => {
    expect((await files.find('/strategies/12'))?.body.toString()).to.equal('<p>app</p>');
    expect(await files.find('/assets/gone-1.js')).to.equal(undefined);
  });

  for (const path of ['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/assets/../../secret.txt', '/.env', '/%00.txt', '/%zz']) {
    it(`never leaves its folder and shows no hidden file: ${path}`, async () => {
      expect(await files.find(path)).to.equal(undefined);
    });
  }

  it('sees a new build', async () => {
    const before = await files.find('/');
    await writeFile(join(folder, 'dist', 'index.html'), '<p>the next app</p>');
    const after = await files.find('/');
    expect(after?.body.toString()).to.equal('<p>the next app</p>');
    expect(after?.etag).to.not.equal(before?.etag);
  });
});
