import { equitySymbol, type EquitySymbol } from '@sofi/domain';
import { expect } from 'chai';
import { FeedWatch, type QuoteFacts } from './feed-watch.js';

const A = equitySymbol('A');
const B = equitySymbol('B');
const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** exchange time of the first event; our clock begins with 0, to show that the two are never compared */
const T = 1_700_000_000_000;

function facts(symbol: EquitySymbol, change: Partial<QuoteFacts> = {}): QuoteFacts {
  return { symbol, volume: 100, tradeTime: T, quoteTime: T, noMarket: false, ...change };
}

describe('the watch over the feed', () => {
  let watch: FeedWatch;
  beforeEach(() => {
    watch = new FeedWatch();
    watch.follow([A, B], 0);
  });

  /** An event of each symbol every so many ms, from 0 to `until`. */
  function heard(symbols: readonly EquitySymbol[], ms: number, until: number): void {
    for (let now = 0; now <= until; now += ms) {
      for (const symbol of symbols) {
        watch.heardTrade(symbol, 100, T, now);
        watch.heardQuote(symbol, T, now);
      }
    }
  }

  it('trusts what is heard', () => {
    expect(watch.trustOf(A)).to.deep.equal({ state: 'unheard' });
    expect(watch.heardQuote(A, T, 1), 'the first event changes it').to.equal(true);
    expect(watch.heardQuote(A, T, 2), 'the second does not').to.equal(false);
    expect(watch.trustOf(A).state).to.equal('trusted');
    expect([watch.lastEventTime(A), watch.lastEventTime(B)]).to.deep.equal([T, 0]);
  });

  it('suspects a symbol that is silent for 20 times its interval, and no other', () => {
    // every 500 ms: 10 s
    for (let now = 500; now <= 30 * SECOND; now += 500) watch.heardTrade(A, 100, T, now);
    const suspected: [number, EquitySymbol[]][] = [];
    for (let now = 500; now <= 45 * SECOND; now += 500) {
      watch.heardTrade(B, 100, T, now);
      const found = now > 30 * SECOND ? watch.suspects(now) : [];
      if (found.length > 0) suspected.push([now, found]);
    }
    expect(suspected).to.deep.equal([[40_500, [A]]]);
  });

  it('never suspects sooner than after 5 seconds, nor later than after 5 minutes', () => {
    heard([A], 1, 1000);
    expect(watch.suspects(6 * SECOND), 'all are silent together: that is noticed sooner').to.deep.equal([A, B]);
    const slow = new FeedWatch();
    slow.follow([A, B], 0);
    // every two minutes: 20 times that is far beyond 5 minutes
    for (let now = 0; now <= 60 * MINUTE; now += 2 * MINUTE) slow.heardTrade(A, 100, T, now);
    for (let now = 0; now <= 65 * MINUTE; now += 100) slow.heardTrade(B, 100, T, now);
    expect(slow.suspects(65 * MINUTE)).to.deep.equal([]);
    slow.heardTrade(B, 100, T, 65 * MINUTE + 1);
    expect(slow.suspects(65 * MINUTE + 1)).to.deep.equal([A]);
  });

  it('calls a symbol quiet of which the quotes show nothing newer, and looks at it less and less often', () => {
    heard([A], 100, 10 * SECOND);
    const looks: number[] = [];
    for (let now = 10 * SECOND; now <= 200 * SECOND; now += 100) {
      watch.heardTrade(B, 100, T, now);
      if (!watch.suspects(now).includes(A)) continue;
      looks.push(now);
      watch.looked([facts(A)], [], now);
      watch.settle(now + SECOND);
    }
    expect(watch.trustOf(A)).to.include({ state: 'trusted' });
    // 5 s of silence doubled each time: 5, 10, 20, 40, 80, 160; each looked at with the next step of 100 ms
    expect(looks.map((at) => Math.round((at - 10 * SECOND) / SECOND))).to.deep.equal([5, 10, 20, 40, 80, 160]);
  });

  it('calls a symbol stale when the quotes are ahead and it is still not heard three seconds later', () => {
    heard([A, B], 100, 10 * SECOND);
    watch.looked([facts(A, { volume: 200, tradeTime: T + 7 })], [], 15 * SECOND);
    watch.settle(17_999);
    expect(watch.trustOf(A).state).to.equal('trusted');
    watch.settle(18_000);
    expect(watch.trustOf(A)).to.deep.equal({ state: 'stale', reason: "Tradier's quotes are newer than what the stream tells" });
    expect(watch.trustOf(B).state).to.equal('trusted');
    expect(watch.heardTrade(A, 200, T + 7, 19 * SECOND), 'and trusts it again when it is heard').to.equal(true);
    watch.settle(30 * SECOND);
    expect(watch.trustOf(A).state).to.equal('trusted');
  });

  const verdicts: [name: string, change: Partial<QuoteFacts>, state: string][] = [
    ['a newer trade', { volume: 200, tradeTime: T + 1 }, 'stale'],
    ['a newer quote', { quoteTime: T + 1 }, 'stale'],
    ['a newer trade of a new day', { volume: 50, tradeTime: T + 1 }, 'stale'],
    ['the same', {}, 'trusted'],
    ['a later date for the same volume', { tradeTime: T + 1 }, 'trusted'],
    ['older times', { volume: 50, tradeTime: T - 1, quoteTime: T - 1 }, 'trusted'],
    ['neither bid nor ask', { quoteTime: 0, noMarket: true }, 'halted'],
  ];
  for (const [name, change, state] of verdicts) {
    it(`calls it ${state} where the quotes show ${name}`, () => {
      heard([A, B], 100, SECOND);
      watch.looked([facts(A, change)], [], 10 * SECOND);
      watch.settle(20 * SECOND);
      expect(watch.trustOf(A).state).to.equal(state);
    });
  }

  it('does not hold against a symbol what came while the quotes were read', () => {
    heard([A], 100, SECOND);
    watch.heardTrade(A, 100, T, 12 * SECOND);
    watch.looked([facts(A, { volume: 200, tradeTime: T + 1 })], [], 11 * SECOND);
    watch.settle(20 * SECOND);
    expect(watch.trustOf(A).state).to.equal('trusted');
  });

  it('takes the first look at what was never heard as the mark: stale only when the quotes move on from there', () => {
    watch.looked([facts(A)], [], 10 * SECOND);
    watch.settle(20 * SECOND);
    expect(watch.trustOf(A).state).to.equal('trusted');
    expect(watch.lastEventTime(A), 'nothing was passed on').to.equal(0);
    watch.looked([facts(A, { quoteTime: T + 1 })], [], 30 * SECOND);
    watch.settle(33 * SECOND);
    expect(watch.trustOf(A).state).to.equal('stale');
  });

  it('names what Tradier does not know, and asks for it no more', () => {
    watch.looked([facts(B)], [A], 10 * SECOND);
    expect(watch.trustOf(A)).to.deep.equal({ state: 'unknown', reason: 'Tradier does not know this symbol' });
    expect(watch.suspects(MINUTE)).to.deep.equal([B]);
  });

  it('keeps trusting while the quotes can not be read, for five minutes of silence', () => {
    heard([A, B], 100, SECOND);
    watch.unavailable('no answer');
    watch.settle(5 * MINUTE);
    expect(watch.trustOf(A).state).to.equal('trusted');
    watch.settle(5 * MINUTE + SECOND + 1);
    expect(watch.trustOf(A)).to.deep.equal({ state: 'stale', reason: "silent for minutes, and Tradier's quotes can not be read: no answer" });
    watch.looked([facts(A)], [], 6 * MINUTE);
    watch.settle(6 * MINUTE);
    expect(watch.trustOf(A).state, 'once they can be read, they decide').to.equal('trusted');
  });

  it('distrusts the whole stream when half of its symbols are stale, and knows since when', () => {
    const symbols = ['A', 'B', 'C', 'D'].map(equitySymbol);
    watch.follow(symbols, 0);
    symbols.forEach((symbol, index) => watch.heardTrade(symbol, 100, T + index, SECOND));
    watch.looked([facts(symbols[1]!, { volume: 200, tradeTime: T + 50 })], [], 10 * SECOND);
    watch.settle(13 * SECOND);
    expect(watch.distrust()).to.equal(undefined);
    watch.looked([facts(symbols[2]!, { volume: 200, tradeTime: T + 50 })], [], 14 * SECOND);
    watch.settle(17 * SECOND);
    expect(watch.distrust()).to.equal('2 of 4 symbols trade without being told of');
    expect(watch.staleSince()).to.equal(T + 1);
  });

  it('looks sooner when everything is silent, at the busiest, and distrusts the stream when half of these are stale', () => {
    const many = Array.from({ length: 1000 }, (_, at) => equitySymbol(`S${'ABCDEFGHIJ'[Math.floor(at / 100)]}${'ABCDEFGHIJ'[Math.floor(at / 10) % 10]}${'ABCDEFGHIJ'[at % 10]}`));
    watch.follow(many, 0);
    for (let now = 100; now <= 10 * SECOND; now += 100) {
      const busy = now % 2000 === 0 ? many : many.slice(500, 700);
      for (const symbol of busy) watch.heardTrade(symbol, 100, T, now);
    }
    expect(watch.suspects(13 * SECOND)).to.deep.equal([]);
    const looked = watch.suspects(13 * SECOND + 1);
    expect(looked.toSorted()).to.deep.equal(many.slice(500, 700).toSorted());
    watch.looked(
      looked.slice(0, 100).map((symbol) => facts(symbol, { volume: 200, tradeTime: T + 1 })),
      [],
      13 * SECOND,
    );
    watch.settle(16 * SECOND);
    expect(watch.distrust()).to.equal('100 of 1000 symbols trade without being told of');
  });

  it('asks at most every five seconds, for 200 symbols at most', () => {
    const many = Array.from({ length: 676 }, (_, at) => equitySymbol(`Q${String.fromCharCode(65 + Math.floor(at / 26))}${String.fromCharCode(65 + (at % 26))}`));
    watch.follow(many, 0);
    expect([MINUTE, MINUTE + 4999, MINUTE + 5000].map((now) => watch.suspects(now).length)).to.deep.equal([200, 0, 200]);
  });

  it('gives each of many silent symbols its turn', () => {
    const many = Array.from({ length: 676 }, (_, at) => equitySymbol(`Q${String.fromCharCode(65 + Math.floor(at / 26))}${String.fromCharCode(65 + (at % 26))}`));
    watch.follow([A, ...many], 0);
    for (const symbol of many) watch.heardQuote(symbol, T, 0);
    // silent for longer than the longest patience: all of them but A are suspect at every look
    const looked = [10, 11, 12, 13].flatMap((at) => {
      watch.heardQuote(A, T, at * MINUTE);
      return watch.suspects(at * MINUTE);
    });
    expect(new Set(looked).size, 'four looks of 200 reach all 676').to.equal(676);
  });

  it('begins anew with a new stream', () => {
    heard([A, B], 100, SECOND);
    watch.looked([facts(A, { quoteTime: T + 1 })], [], 10 * SECOND);
    watch.settle(20 * SECOND);
    watch.opened(21 * SECOND);
    expect([watch.trustOf(A).state, watch.distrust(), watch.staleSince()]).to.deep.equal(['unheard', undefined, Infinity]);
    watch.settle(60 * SECOND);
    expect(watch.trustOf(A).state, 'what was found before is forgotten').to.equal('unheard');
  });
});
