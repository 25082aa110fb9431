import { expect } from 'chai';
import fc from 'fast-check';
import { FeedLadder, STREAM_RUNGS, type StreamRung } from './feed-ladder.js';
import { TIMING } from './stream-timing.js';

/** random() = 1 gives the pauses unshortened: 500 ms × 2ⁿ up to 30 s, 30 s × 2ⁿ up to 10 min when climbing */
function ladder(random = () => 1): FeedLadder {
  const made = new FeedLadder(TIMING, random);
  made.allow(true);
  return made;
}

describe('the ladder of the feed', () => {
  it('begins with the socket, at once', () => expect(ladder().next(undefined)).to.deep.equal({ rung: 'socket', pause: 0 }));

  it('tries the socket three times, the HTTP stream twice, and then reads quotes while it tries both in turn', () => {
    const it = ladder();
    const tried: [string, number, boolean][] = [];
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const { rung, pause } = it.next(undefined);
      it.failed(rung);
      tried.push([rung, pause, it.exhausted]);
    }
    expect(tried).to.deep.equal([
      ['socket', 0, false],
      ['socket', 1000, false],
      ['socket', 2000, false],
      ['http', 500, false],
      ['http', 1000, true],
      ['socket', 4000, true],
      ['http', 4000, true],
      ['socket', 8000, true],
      ['http', 8000, true],
      ['socket', 16_000, true],
    ]);
  });

  it('tries the socket anew while the HTTP stream serves, less often with each failure, ten minutes apart at last', () => {
    const it = ladder();
    for (let failure = 0; failure < 3; failure += 1) it.failed('socket');
    const pauses = Array.from({ length: 7 }, () => {
      const step = it.next('http');
      expect(step.rung).to.equal('socket');
      it.failed('socket');
      return step.pause;
    });
    expect(pauses).to.deep.equal([30_000, 60_000, 120_000, 240_000, 480_000, 600_000, 600_000]);
  });

  it('goes back to the HTTP stream when that breaks after it had worked, while the socket is out of favour', () => {
    const it = ladder();
    for (let failure = 0; failure < 3; failure += 1) it.failed('socket');
    it.worked('http');
    expect(it.next(undefined)).to.deep.equal({ rung: 'http', pause: 500 });
  });

  it('leaves a rung that is distrusted at once', () => {
    const it = ladder();
    it.distrusted('socket');
    expect(it.next(undefined).rung).to.equal('http');
    it.distrusted('http');
    expect(it.exhausted).to.equal(true);
  });

  it('forgets what failed when the socket has worked', () => {
    const it = ladder();
    for (const rung of STREAM_RUNGS) it.distrusted(rung);
    it.worked('socket');
    expect([it.exhausted, it.next(undefined)]).to.deep.equal([false, { rung: 'socket', pause: 500 }]);
  });

  it('replaces a socket that has served for 20 hours', () => expect(ladder().next('socket')).to.deep.equal({ rung: 'socket', pause: 72_000_000 }));

  it('stays with the socket where a market can not be followed otherwise, half a minute apart at last', () => {
    const it = new FeedLadder(TIMING, () => 1);
    for (let failure = 0; failure < 20; failure += 1) it.failed('socket');
    expect([it.next(undefined), it.exhausted]).to.deep.equal([{ rung: 'socket', pause: 30_000 }, false]);
  });

  it('never gives up, never waits longer than ten minutes for a stream, and comes to polling before it has failed six times', () => {
    const event = fc.record({ kind: fc.constantFrom('failed' as const, 'distrusted' as const, 'worked' as const), random: fc.double({ min: 0, max: 0.999, noNaN: true }) });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        let random = 0;
        const it = ladder(() => random);
        let failuresInARow = 0;
        for (const one of events) {
          random = one.random;
          const step = it.next(undefined);
          expect(step.pause).to.be.within(0, 600_000);
          it[one.kind](step.rung satisfies StreamRung);
          failuresInARow = one.kind === 'worked' ? 0 : failuresInARow + 1;
          if (failuresInARow >= 6) expect(it.exhausted).to.equal(true);
          if (one.kind === 'worked') expect(it.exhausted).to.equal(false);
        }
      }),
    );
  });
});
