import { expect } from 'chai';
import { equitySymbol } from '@sofi/domain';
import { Interests } from './interests.js';

const symbols = (...names: string[]) => names.map(equitySymbol);

describe('interests', () => {
  it('watch a symbol as long as one owner needs it', () => {
    const interests = new Interests();
    interests.say({ owner: 'watchlists', symbols: symbols('AAPL', 'MSFT') });
    interests.say({ owner: 'strategies', symbols: symbols('AAPL', 'TSLA') });
    expect(interests.union()).to.deep.equal(['AAPL', 'MSFT', 'TSLA']);
    interests.say({ owner: 'watchlists', symbols: [] });
    expect(interests.union()).to.deep.equal(['AAPL', 'TSLA']);
  });

  it('tell whether the union changed, so that the feed is not subscribed anew for nothing', () => {
    const interests = new Interests();
    expect(interests.say({ owner: 'watchlists', symbols: symbols('MSFT', 'AAPL') })).to.equal(true);
    expect(interests.say({ owner: 'watchlists', symbols: symbols('AAPL', 'MSFT') })).to.equal(false);
    expect(interests.say({ owner: 'strategies', symbols: symbols('AAPL') })).to.equal(false);
    expect(interests.say({ owner: 'watchlists', symbols: symbols('AAPL') })).to.equal(true);
  });
});
