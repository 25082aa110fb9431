import { expect } from 'chai';
import { FlushPace } from './flush-pace.js';

const busyFor = (ms: number) => {
  const until = performance.now() + ms;
  while (performance.now() < until);
};

describe('FlushPace', () => {
  it('flushes once for all that was asked in one turn, in that turn', async () => {
    let flushes = 0;
    const pace = new FlushPace(() => (flushes += 1));
    for (let i = 0; i < 100; i += 1) pace.request();
    await new Promise((resolve) => setImmediate(resolve));
    expect(flushes).to.equal(1);
  });

  it('gives the loop back as long as a long flush has held it', async () => {
    const times: { began: number; ended: number }[] = [];
    await new Promise<void>((resolve) => {
      const pace = new FlushPace(() => {
        const began = performance.now();
        busyFor(5);
        times.push({ began, ended: performance.now() });
        if (times.length === 2) resolve();
        else setImmediate(() => pace.request());
      });
      pace.request();
    });
    expect(times[1]!.began - times[0]!.ended).to.be.at.least(4);
  });
});
