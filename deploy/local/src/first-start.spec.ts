import { expect } from 'chai';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FirstStart, makePassword } from './first-start.js';

describe('first start', () => {
  let dataDir: string;
  beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'sofi-first-'))));
  afterEach(() => rmSync(dataDir, { recursive: true }));

  it('makes a password up, and a different one each time', () => {
    expect(makePassword()).to.match(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/);
    expect(makePassword()).to.not.equal(makePassword());
  });

  it('takes the chosen password instead', () => {
    expect(new FirstStart(dataDir, 'my own words').password).to.equal('my own words');
  });

  it('keeps the password of a first start that was broken off', () => {
    const { password } = new FirstStart(dataDir, undefined);
    expect(new FirstStart(dataDir, undefined)).to.deep.include({ isFirst: true, password });
  });

  it('happens once, and leaves no password behind', () => {
    const first = new FirstStart(dataDir, undefined);
    first.finish();
    expect(new FirstStart(dataDir, undefined)).to.deep.include({ isFirst: false });
    expect(readFileSync(join(dataDir, 'first-start.json'), 'utf8')).to.not.include(first.password);
  });
});
