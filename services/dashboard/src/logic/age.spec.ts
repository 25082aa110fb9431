import { expect } from 'chai';
import { ageWords, arrivalOf, duration, feedWord, freshness, trustWords } from './age.js';

describe('the age of a price', () => {
  it('is told in the largest unit that fits', () => {
    expect([0, 999, 1_000, 59_999, 60_000, 3_600_000, 172_800_000].map(ageWords)).to.deep.equal(['now', 'now', '1 s ago', '59 s ago', '1 min ago', '1 h ago', '2 d ago']);
  });
  it('tells how long something lasted', () => {
    expect([45_000, 720_000, 11_100_000, 187_200_000].map(duration)).to.deep.equal(['45 s', '12 min', '3 h 05 min', '2 d 4 h']);
  });
  it('is fresh up to 15 seconds of a live feed', () => {
    expect(freshness(15_000, 'live')).to.equal('fresh');
    expect(freshness(15_001, 'live')).to.equal('stale');
  });
  it('of a symbol that the feed vouches for is fresh however quiet, and never fresh where it does not', () => {
    expect(freshness(600_000, 'live', 'live')).to.equal('fresh');
    for (const state of ['stale', 'halted', 'polling', 'delayed', 'connecting']) expect(freshness(0, 'live', state)).to.equal('stale');
    expect(freshness(0, 'live', 'closed')).to.equal('closed');
    expect(freshness(0, 'stale', 'live'), 'the whole feed is gone').to.equal('stale');
  });
  it('stands beside what the price is, where it is not simply live', () => {
    const words = (symbolState: string | undefined, known = true) => trustWords(8_000, known, freshness(8_000, 'live', symbolState), symbolState);
    expect(['live', 'stale', 'polling', 'delayed', 'halted', 'closed', undefined].map((state) => words(state))).to.deep.equal([
      '8 s ago',
      'stale · 8 s ago',
      'polled · 8 s ago',
      'delayed 15 min',
      'halted',
      'closed · 8 s ago',
      '8 s ago',
    ]);
    expect(words('connecting', false)).to.equal('connecting');
    expect(words('live', false)).to.equal('no price yet');
  });
  it('believes the feed before the clock', () => {
    expect(freshness(0, 'stale'), 'a stale feed makes every price stale').to.equal('stale');
    expect(freshness(60_000_000, 'closed'), 'a closed market is not a fault').to.equal('closed');
  });
  it('does not believe the last word of a feed that has fallen silent', () => {
    expect(feedWord('live', 5_000)).to.equal('live');
    expect(feedWord('live', 5_001)).to.equal('stale');
    expect(feedWord('closed', 60_000), 'a closed market is silent by right').to.equal('closed');
    expect(feedWord(undefined, 60_000), 'nothing was said at all').to.equal(undefined);
  });
  it('counts from when the server got it, unless the server lives on another day', () => {
    const now = Date.UTC(2026, 4, 4, 15);
    expect(arrivalOf(now - 5_000, now)).to.equal(now - 5_000);
    expect(arrivalOf(now + 3_000, now), 'a clock ahead of ours makes no negative age').to.equal(now);
    expect(arrivalOf(Date.UTC(2013, 9, 7), now), 'a replayed day').to.equal(now);
  });
});
