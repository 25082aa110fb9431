import { expect } from 'chai';
import { isOwnOrigin } from './own-origin.js';

describe('own origin', () => {
  it('lets our own page in, and a program that has no page', () => {
    expect(isOwnOrigin({ origin: 'http://127.0.0.1:8080', host: '127.0.0.1:8080' })).to.equal(true);
    expect(isOwnOrigin({ origin: 'https://desk.example', host: 'desk.example' })).to.equal(true);
    expect(isOwnOrigin({ host: '127.0.0.1:8080' })).to.equal(true);
  });

  for (const origin of ['http://evil.example', 'http://127.0.0.1:8081', 'http://127.0.0.1:8080.evil.example', 'null', '']) {
    it(`keeps a page of "${origin}" out`, () => {
      expect(isOwnOrigin({ origin, host: '127.0.0.1:8080' })).to.equal(false);
    });
  }
});
