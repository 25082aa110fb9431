import { expect } from 'chai';
import { equitySymbol } from '@sofi/domain';
import { Interests } from './interests.js';

const symbols = (...names: string[]) => names.map(equitySymbol);

const bytes = (said: unknown) => Buffer.from(typeof said === 'string' ? said : JSON.stringify(said));

describe('interests', () => {
  let unreadable: string[];
  let interests: Interests;
  beforeEach(() => {
    unreadable = [];
    interests = new Interests((why) => void unreadable.push(why));
  });

  it('watch a symbol as long as one owner needs it', () => {
    interests.say({ owner: 'watchlists', symbols: symbols('AAPL', 'MSFT') });
    interests.say({ owner: 'strategies', symbols: symbols('AAPL', 'TSLA') });
    expect(interests.union()).to.deep.equal(['AAPL', 'MSFT', 'TSLA']);
    interests.say({ owner: 'watchlists', symbols: [] });
    expect(interests.union()).to.deep.equal(['AAPL', 'TSLA']);
  });

  it('tell whether the union changed, so that the feed is not subscribed anew for nothing', () => {
    expect(interests.say({ owner: 'watchlists', symbols: symbols('MSFT', 'AAPL') })).to.equal(true);
    expect(interests.say({ owner: 'watchlists', symbols: symbols('AAPL', 'MSFT') })).to.equal(false);
    expect(interests.say({ owner: 'strategies', symbols: symbols('AAPL') })).to.equal(false);
    expect(interests.say({ owner: 'watchlists', symbols: symbols('AAPL') })).to.equal(true);
  });

  for (const [name, said] of [
    ['an empty symbol', { owner: 'gateway', symbols: ['MSFT', ''] }],
    ['what can be no symbol', { owner: 'gateway', symbols: ['12'] }],
    ['no list', { owner: 'gateway' }],
    ['no JSON', '{"owner":'],
  ] as const) {
    it(`with ${name} are passed over and told of; nobody's symbols change`, () => {
      interests.hear(bytes({ owner: 'strategies', symbols: ['AAPL'] }));
      interests.hear(bytes({ owner: 'gateway', symbols: ['MSFT'] }));
      expect(interests.hear(bytes(said))).to.equal(false);
      expect(interests.union()).to.deep.equal(['AAPL', 'MSFT']);
      expect(unreadable).to.have.length(1);
    });
  }

  it('in ten thousand symbols are an interest like any other', () => {
    const many = Array.from({ length: 10_000 }, (_, at) => [17_576, 676, 26, 1].map((unit) => String.fromCharCode(65 + (Math.floor(at / unit) % 26))).join(''));
    interests.hear(bytes({ owner: 'strategies', symbols: ['SPY'] }));
    expect(interests.hear(bytes({ owner: 'gateway', symbols: many }))).to.equal(true);
    expect(interests.union()).to.have.length(10_001);
    expect(unreadable).to.deep.equal([]);
  });
});
