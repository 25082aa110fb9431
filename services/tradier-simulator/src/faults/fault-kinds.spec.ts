import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { KIND_NAMES, KINDS } from './fault-kinds.js';

describe('The kinds of faults', () => {
  it('are all in the README, in the same words', () => {
    const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8').replaceAll(/ +/g, ' ');
    for (const kind of KIND_NAMES) expect(readme).to.include(`| \`${kind}\` | ${KINDS[kind].words} |`);
  });
});
