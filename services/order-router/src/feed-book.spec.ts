import { equitySymbol, type SymbolFeedState } from '@sofi/domain';
import { expect } from 'chai';
import { FeedBook } from './feed-book.js';

const SPY = equitySymbol('SPY');
/** Monday 7 October 2013, 09:40 in New York */
const NOW = Date.parse('2013-10-07T09:40:00-04:00');
const feed = (state: SymbolFeedState, lastEventTime = NOW) => ({ symbol: SPY, state, lastEventTime, since: NOW, reason: 'as told' });

function book(state?: SymbolFeedState, paced = false): FeedBook {
  const made = new FeedBook(() => paced);
  if (state) made.hear(feed(state));
  return made;
}

describe('the feed book', () => {
  for (const state of ['stale', 'halted', 'connecting'] as const) {
    it(`lets nobody open a position on ${state} prices, and says since when and why`, () => {
      for (const asker of ['strategy', 'person'] as const) {
        expect(book(state).doubt(SPY, NOW, asker)).to.equal(`the prices of SPY are ${state} since 09:40 New York: as told`);
      }
    });
  }

  for (const state of ['live', 'delayed'] as const) {
    it(`has nothing against ${state} prices`, () => {
      expect(book(state).doubt(SPY, NOW, 'strategy')).to.equal(undefined);
    });
  }

  it('takes polled prices for a minute, counted from the newest event or trade', () => {
    const polled = book('polling');
    expect(polled.doubt(SPY, NOW + 60_000, 'strategy')).to.equal(undefined);
    expect(polled.doubt(SPY, NOW + 61_000, 'person')).to.include('is 61 s old, the limit is 60 s');
    polled.saw({ symbol: SPY, exchangeTime: NOW + 30_000 });
    expect(polled.doubt(SPY, NOW + 61_000, 'person')).to.equal(undefined);
  });

  it('trusts a person with a symbol that nobody watches, whose price was just read, but no strategy', () => {
    for (const state of [undefined, 'closed'] as const) {
      expect(book(state).doubt(SPY, NOW, 'person')).to.equal(undefined);
      expect(book(state).doubt(SPY, NOW, 'strategy')).to.be.a('string');
    }
  });

  it('doubts nothing in a market that waits and repeats', () => {
    expect(book('stale', true).doubt(SPY, NOW, 'strategy')).to.equal(undefined);
  });

  it('goes by the last word', () => {
    const made = book('stale');
    made.hear(feed('live'));
    expect(made.doubt(SPY, NOW, 'strategy')).to.equal(undefined);
  });
});
