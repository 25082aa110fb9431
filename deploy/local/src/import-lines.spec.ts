import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { linesOf } from './import-lines.js';

describe('The lines of an imported file', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'lines-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const read = async (name: string, content: string | Buffer) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    const lines: string[] = [];
    let bytes = 0;
    for await (const line of linesOf(path, (count) => (bytes += count))) lines.push(line);
    return { lines, isAll: bytes === statSync(path).size };
  };

  for (const [what, name, content] of [
    ['plain', 'a.csv', 'date,open\r\n2024-01-02,1\r\n'],
    ['packed', 'a.csv.gz', gzipSync('date,open\n2024-01-02,1\n')],
    ['JSON', 'a.json', '{"history":{"day":{"date":"2024-01-02","open":1}}}'],
    ['packed JSON', 'a.JSON.gz', gzipSync('{"history":{"day":[{"date":"2024-01-02","open":1}]}}')],
  ] as const)
    it(`are the same of a ${what} one, and its bytes on the disk are told`, async () => {
      expect(await read(name, content)).to.deep.equal({ lines: ['date,open', '2024-01-02,1'], isAll: true });
    });

  it('end with an error where the file is damaged, or is not there', async () => {
    const packed = gzipSync('date,open\n2024-01-02,1\n');
    const codeOf = (work: Promise<unknown>) =>
      work.then(
        () => 'none',
        (error: { code: string }) => error.code,
      );
    expect(await codeOf(read('a.csv.gz', packed.subarray(0, packed.length - 8)))).to.equal('Z_BUF_ERROR');
    for (const name of ['gone.csv', 'gone.csv.gz', 'gone.json']) expect(await codeOf(linesOf(join(folder, name), () => {}).next()), name).to.equal('ENOENT');
  });
});
