import { expect } from 'chai';
import { LoginLimit } from './login-limit.js';

describe('LoginLimit', () => {
  it('lets five failures pass, then asks to wait for the rest of the minute', () => {
    const limit = new LoginLimit();
    for (let i = 0; i < 5; i += 1) {
      expect(limit.waitSeconds('admin', i * 1000)).to.equal(0);
      limit.failed('admin', i * 1000);
    }
    // the first failure was at 0 s, so the minute ends at 60 s: 60 - 5 = 55
    expect(limit.waitSeconds('admin', 5_000)).to.equal(55);
    expect(limit.waitSeconds('other', 5_000)).to.equal(0);
    expect(limit.waitSeconds('admin', 60_000)).to.equal(0);
  });

  it('forgets the failures after a success', () => {
    const limit = new LoginLimit(2);
    limit.failed('admin', 0);
    limit.succeeded('admin');
    limit.failed('admin', 1);
    expect(limit.waitSeconds('admin', 2)).to.equal(0);
  });

  it('starts a new window after the old one', () => {
    const limit = new LoginLimit(2, 1000);
    limit.failed('admin', 0);
    limit.failed('admin', 1500);
    expect(limit.waitSeconds('admin', 1600)).to.equal(0);
    limit.failed('admin', 1700);
    // 1500 + 1000 - 1700 = 800 ms
    expect(limit.waitSeconds('admin', 1700)).to.equal(1);
  });
});
