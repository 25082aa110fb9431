import { expect } from 'chai';
import { hashPassword, passwordMatches } from './password.js';

describe('password', () => {
  it('knows its own password again and no other', async () => {
    const hash = await hashPassword('correct horse');
    expect(await passwordMatches('correct horse', hash)).to.equal(true);
    expect(await passwordMatches('correct horsf', hash)).to.equal(false);
  });

  it('salts: the same password never hashes to the same text, and the text does not hold it', async () => {
    const [one, two] = await Promise.all([hashPassword('secret'), hashPassword('secret')]);
    expect(one).to.not.equal(two);
    expect(one).to.not.include('secret');
  });

  it('refuses what is no hash of ours', async () => {
    expect(await passwordMatches('x', '')).to.equal(false);
    expect(await passwordMatches('x', 'plain$text')).to.equal(false);
  });
});
