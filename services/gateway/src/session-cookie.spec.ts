import { expect } from 'chai';
import { clearedCookie, sessionCookie, sessionOf } from './session-cookie.js';

describe('session cookie', () => {
  it('is found among others', () => {
    expect(sessionOf('theme=dark; sofi_session=abc-_1; x=y')).to.equal('abc-_1');
    expect(sessionOf('theme=dark; not_sofi_session=abc')).to.equal(undefined);
    expect(sessionOf(undefined)).to.equal(undefined);
  });

  it('is out of reach of scripts and of other sites', () => {
    expect(sessionCookie('abc', false)).to.equal('sofi_session=abc; Path=/; HttpOnly; SameSite=Strict; Max-Age=604800');
    expect(sessionCookie('abc', true)).to.match(/; Secure$/);
  });

  it('is empty after it was cleared', () => {
    expect(sessionOf(clearedCookie.split(';')[0])).to.equal(undefined);
  });
});
