import { expect } from 'chai';
import { FeedGaps } from './feed-gaps.js';

describe('the gap between two streams', () => {
  it('is from the newest event that was heard to the first sign of the new stream, and is said once', () => {
    const gaps = new FeedGaps();
    gaps.heard(1000);
    gaps.heard(900);
    gaps.broken('the stream was closed');
    gaps.broken('no session');
    expect(gaps.open).to.equal(true);
    expect(gaps.end(5000)).to.deep.equal({ kind: 'gap', from: 1000, to: 5000, reason: 'the stream was closed' });
    expect([gaps.open, gaps.end(6000)]).to.deep.equal([false, undefined]);
  });

  it('is followed by the next one, where the new stream breaks before anything was heard on it', () => {
    const gaps = new FeedGaps();
    gaps.heard(1000);
    gaps.broken('the stream was closed');
    gaps.end(5000);
    gaps.broken('session not found');
    expect(gaps.end(9000)).to.deep.equal({ kind: 'gap', from: 5000, to: 9000, reason: 'session not found' });
  });

  it('begins where the symbols that had fallen silent were last told of', () => {
    const gaps = new FeedGaps();
    gaps.heard(1000);
    gaps.broken('distrusted', 400);
    expect(gaps.end(5000)).to.include({ from: 400, to: 5000 });
  });

  it('is none before anything was heard', () => {
    const gaps = new FeedGaps();
    gaps.broken('no session');
    expect([gaps.open, gaps.end(5000)]).to.deep.equal([false, undefined]);
  });

  it('does not end with what the new stream repeats of the time before', () => {
    const gaps = new FeedGaps();
    gaps.heard(1000);
    gaps.broken('the stream was closed');
    expect([gaps.end(900), gaps.end(1000), gaps.open]).to.deep.equal([undefined, undefined, true]);
    expect(gaps.end(1001)).to.include({ from: 1000, to: 1001 });
  });
});
