import { expect } from 'chai';
import { actionsOf, symbolsIn, TIMEFRAMES } from './strategy-words.js';

describe('a strategy in words', () => {
  it('reads symbols however they are separated, each once', () => {
    expect(symbolsIn(' aapl, msft;brk/b  AAPL')).to.deep.equal(['AAPL', 'MSFT', 'BRK/B']);
    expect(symbolsIn(' , ')).to.deep.equal([]);
  });
  it('orders the timeframes from fine to coarse', () => expect(TIMEFRAMES).to.deep.equal(['1m', '5m', '15m', '30m', '1h', '4h', '1d']));
  it('offers what makes sense: closing always, deleting only what is stopped and flat', () => {
    expect(actionsOf('stopped', 0)).to.deep.equal(['start', 'delete']);
    expect(actionsOf('stopped', 1)).to.deep.equal(['start', 'flatten']);
    expect(actionsOf('running', 1)).to.deep.equal(['pause', 'stop', 'flatten']);
    expect(actionsOf('paused', 0)).to.deep.equal(['resume', 'stop']);
  });
});
