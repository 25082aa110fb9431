import { Writable } from 'node:stream';
import { expect } from 'chai';
import { ImportProgress } from './import-progress.js';

function shown(isTTY: boolean, work: (progress: ImportProgress, later: (ms: number) => void) => void): string {
  let said = '';
  let now = 0;
  const out = Object.assign(new Writable({ write: (chunk, _, done) => ((said += String(chunk)), done()) }), { isTTY });
  work(new ImportProgress(out, 4_000, () => now), (ms) => (now += ms));
  return said;
}
function rows(progress: ImportProgress, count: number): void {
  for (let row = 0; row < count; row += 1) progress.onRow();
}

describe('The progress of an import', () => {
  it('is a bar that is drawn anew on a terminal, and gives way to what is said next', () => {
    const said = shown(true, (progress, later) => {
      progress.onBytes(1_000);
      later(200);
      rows(progress, 1_000);
      rows(progress, 1_000);
      progress.clear();
    });
    // a quarter of 24 cells; 1,000 rows in 0.2 s; the second thousand comes within the tenth of a second
    expect(said).to.equal('\r  ██████░░░░░░░░░░░░░░░░░░ 25 %, 1,000 rows, 5,000 rows/s\u001B[K\r\u001B[K');
  });

  it('is a plain line now and then where there is no terminal', () => {
    const said = shown(false, (progress, later) => {
      progress.onBytes(2_000);
      later(4_999);
      rows(progress, 1_000);
      later(1);
      rows(progress, 1_000);
      rows(progress, 1_000);
      progress.clear();
    });
    expect(said).to.equal('  50 %, 2,000 rows, 400 rows/s\n');
  });
});
