import { expect } from 'chai';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The bootstrap is plain JavaScript beside `src`, because it runs before anything is compiled. */
interface Install {
  nodeProblem(version: string): string | undefined;
  isInstalled(root: string): boolean;
}
interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  failures: string[];
}
interface Checks {
  closingLine(counts: Omit<Counts, 'failures'>): string;
  countsOf(file: string, code: number, project: string): Counts;
}
const load = (file: string) => import(new URL(`../../${file}`, import.meta.url).href);

describe('bootstrap', () => {
  let folder: string;
  let install: Install;
  let checks: Checks;
  before(async () => {
    install = (await load('install.mjs')) as Install;
    checks = (await load('checks.mjs')) as Checks;
  });
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'sofi-bootstrap-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  for (const version of ['20.19.0', '20.20.2', '22.0.0', '24.11.1']) {
    it(`takes Node ${version}`, () => expect(install.nodeProblem(version)).to.equal(undefined));
  }
  for (const version of ['18.20.8', '20.18.3']) {
    it(`refuses Node ${version} in one sentence`, () =>
      expect(install.nodeProblem(version)).to.equal(`Node ${version} is too old: install Node 20.19 or newer (22 and 24 are fine).`));
  }

  describe('installed packages', () => {
    const lock = (file: string, packages: object) => writeFileSync(join(folder, file), JSON.stringify({ packages }));
    beforeEach(() => {
      mkdirSync(join(folder, 'node_modules'));
      lock('package-lock.json', { '': {}, 'libs/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0' }, 'node_modules/mac-only': { version: '3.0.0', optional: true } });
    });

    it('are missing before the first installation, or after one that was broken off', () => {
      expect(install.isInstalled(folder)).to.equal(false);
    });
    it('are complete without what is for other platforms', () => {
      lock('node_modules/.package-lock.json', { 'node_modules/b': { version: '2.0.0' } });
      expect(install.isInstalled(folder)).to.equal(true);
    });
    it('are out of date where the lock names another version, or one more', () => {
      lock('node_modules/.package-lock.json', { 'node_modules/b': { version: '1.9.0' } });
      expect(install.isInstalled(folder)).to.equal(false);
      lock('node_modules/.package-lock.json', {});
      expect(install.isInstalled(folder)).to.equal(false);
    });
  });

  describe('counting', () => {
    it('closes with one line, the skipped only where there are some', () => {
      expect(checks.closingLine({ passed: 3, failed: 0, skipped: 0 })).to.equal('3 passed, 0 failed');
      expect(checks.closingLine({ passed: 3, failed: 1, skipped: 2 })).to.equal('3 passed, 1 failed, 2 skipped');
    });
    it('counts a run that died before it was counted as a failure', () => {
      const failures = ['libs/x: the specs ended with code 137 before they were counted'];
      expect(checks.countsOf(join(folder, 'none.json'), 137, 'libs/x')).to.deep.equal({ passed: 0, failed: 1, skipped: 0, failures });
    });
    it('counts a run that ended badly after its last spec as a failure', () => {
      const file = join(folder, 'counts.json');
      writeFileSync(file, JSON.stringify({ passed: 9, failed: 0, skipped: 1, failures: [] }));
      expect(checks.countsOf(file, 1, 'libs/x')).to.deep.equal({ passed: 9, failed: 1, skipped: 1, failures: ['libs/x: the specs ended with code 1'] });
      expect(checks.countsOf(file, 0, 'libs/x')).to.deep.equal({ passed: 9, failed: 0, skipped: 1, failures: [] });
    });
    it('keeps the name of each failed spec for the last lines, with its project', () => {
      const file = join(folder, 'counts.json');
      writeFileSync(file, JSON.stringify({ passed: 9, failed: 1, skipped: 0, failures: ['a bar › has a high: expected 1 to equal 2'] }));
      expect(checks.countsOf(file, 1, 'libs/x').failures).to.deep.equal(['libs/x: a bar › has a high: expected 1 to equal 2']);
    });
  });
});
