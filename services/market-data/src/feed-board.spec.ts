import { equitySymbol, type SymbolFeed } from '@sofi/domain';
import { expect } from 'chai';
import { FeedBoard } from './feed-board.js';

const [AAPL, MSFT, IBM] = ['AAPL', 'MSFT', 'IBM'].map(equitySymbol) as [SymbolFeed['symbol'], SymbolFeed['symbol'], SymbolFeed['symbol']];
const feed = (symbol: SymbolFeed['symbol'], state: SymbolFeed['state']): SymbolFeed => ({ symbol, state, lastEventTime: 900, since: 950, reason: 'as told' });

describe('the feed board', () => {
  let board: FeedBoard;
  beforeEach(() => {
    board = new FeedBoard('live');
    board.watching([AAPL, MSFT, IBM]);
    board.symbol(feed(AAPL, 'live'));
    board.symbol(feed(MSFT, 'live'));
    board.symbol(feed(IBM, 'stale'));
  });

  it('counts symbols by state, and names those in trouble', () => {
    expect(board.status()).to.deep.include({ counts: { live: 2, stale: 1 }, troubled: [feed(IBM, 'stale')] });
    board.symbol(feed(MSFT, 'halted'));
    expect(board.status().counts).to.deep.equal({ live: 1, halted: 1, stale: 1 });
    expect(board.status().troubled.map(({ symbol }) => symbol)).to.deep.equal([MSFT, IBM]);
  });

  it('says of a symbol that leaves the list that nothing of it comes in, once', () => {
    board.sawClock({ kind: 'clock', time: 1_000, paced: false });
    expect(board.watching([AAPL, MSFT])).to.deep.equal([{ symbol: IBM, state: 'closed', lastEventTime: 900, since: 1_000, reason: 'nobody watches it' }]);
    expect(board.watching([AAPL, MSFT])).to.deep.equal([]);
    expect(board.status().counts).to.deep.equal({ live: 2 });
  });

  it('says every state once more with each new day in New York, and not with the first tick', () => {
    const saw = (time: string) => board.sawClock({ kind: 'clock', time: Date.parse(time), paced: false }).map(({ symbol, state }) => [symbol, state]);
    const all = [
      [AAPL, 'live'],
      [MSFT, 'live'],
      [IBM, 'stale'],
    ];
    // midnight in New York is 05:00 UTC in January
    expect(saw('2026-01-05T04:59:58Z')).to.deep.equal([]);
    expect(saw('2026-01-05T04:59:59Z')).to.deep.equal([]);
    expect(saw('2026-01-05T05:00:00Z')).to.deep.equal(all);
    expect(saw('2026-01-05T05:00:01Z')).to.deep.equal([]);
    expect(saw('2026-01-05T05:00:00Z'), 'told twice').to.deep.equal([]);
    expect(saw('2026-01-08T12:00:00Z')).to.deep.equal(all);
  });

  it('knows how old the newest event is by the market’s clock, and of no age before the first', () => {
    expect(board.ageMs()).to.be.NaN;
    board.sawEvent(900);
    board.sawClock({ kind: 'clock', time: 1_000, paced: false });
    expect(board.ageMs()).to.equal(100);
  });

  it('dates what the last process left behind by its newest event, as long as the market has told no time', () => {
    expect(board.unwatched({ symbol: IBM, lastEventTime: 900 })).to.include({ state: 'closed', since: 900 });
  });
});
