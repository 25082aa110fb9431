import { equitySymbol, type SymbolFeed } from '@sofi/domain';
import { expect } from 'chai';
import { FeedWatch } from './feed-watch.js';
import { SymbolBoard } from './symbol-board.js';

const A = equitySymbol('A');
const B = equitySymbol('B');

describe('what is told of each symbol', () => {
  let now: number;
  let told: SymbolFeed[];
  let watch: FeedWatch;
  let board: SymbolBoard;
  beforeEach(() => {
    now = 1000;
    told = [];
    watch = new FeedWatch();
    board = new SymbolBoard({ watch, calendar: undefined, marketNow: () => now, tell: (feed) => told.push(feed) });
    watch.follow([A, B], 0);
    board.follow([A, B]);
  });
  const words = () => told.splice(0).map(({ symbol, state, lastEventTime, since }) => `${symbol} ${state} ${lastEventTime} since ${since}`);

  it('is each change of its state, and nothing else', () => {
    expect(words()).to.deep.equal(['A connecting 0 since 1000', 'B connecting 0 since 1000']);
    board.enter({ kind: 'streaming', reason: '' });
    watch.heardQuote(A, 1900, 5);
    now = 2000;
    board.review();
    now = 3000;
    watch.heardQuote(A, 2900, 6);
    board.review();
    expect(words()).to.deep.equal(['A live 1900 since 2000']);
  });

  it('is told anew of a symbol that comes back to the list', () => {
    board.follow([B]);
    board.follow([A, B]);
    expect(words().slice(2)).to.deep.equal(['A connecting 0 since 1000']);
  });

  it('is also the age of a polled price, whenever it has moved on by half a minute', () => {
    watch.heardQuote(A, 2000, 5);
    board.enter({ kind: 'polling', reason: '' });
    words();
    for (const time of [31_999, 32_000, 33_000]) {
      now = time;
      watch.heardQuote(A, time, 5);
      board.review();
    }
    expect(words()).to.deep.equal(['A polling 32000 since 1000']);
  });
});
