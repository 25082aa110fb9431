import { equitySymbol, price, type Trade } from '@sofi/domain';
import { expect } from 'chai';
import { ToldPrints } from './told-prints.js';

const NOON = Date.UTC(2024, 5, 3, 16);

/** a print of `size` that brings the day's volume to `upTo`, so many ms after noon */
function print(upTo: number, ms: number, size = 100): Trade {
  const common = { price: price(10), exchange: 'Q', session: 'regular', receivedTime: 0 } as const;
  return { kind: 'trade', symbol: equitySymbol('SPY'), size, cumulativeVolume: upTo, exchangeTime: NOON + ms, ...common };
}

describe('a print that was told', () => {
  const cases: [name: string, prints: Trade[], verdicts: ('duplicate' | 'old' | undefined)[]][] = [
    ['is news when the volume grows', [print(100, 0), print(200, 1)], [undefined, undefined]],
    ['is a duplicate when the volume stays', [print(100, 0), print(100, 0)], [undefined, 'duplicate']],
    ['is a duplicate when its volume was told before', [print(100, 0), print(200, 1), print(100, 0)], [undefined, undefined, 'duplicate']],
    ['is old when it is more than ten seconds behind', [print(100, 0), print(200, 10_001), print(100, 0)], [undefined, undefined, 'old']],
    ['is late, not old, where its volume is missing: 100 to 200 was skipped', [print(100, 0), print(300, 20_000), print(200, 1)], [undefined, undefined, undefined]],
    ['is late once', [print(100, 0), print(300, 20_000), print(200, 1), print(200, 1)], [undefined, undefined, undefined, 'old']],
    [
      'may fill a hole in parts, each once: 100 to 400 in three',
      [print(100, 0), print(500, 20), print(300, 3), print(200, 2), print(400, 4), print(300, 3)],
      [undefined, undefined, undefined, undefined, undefined, 'duplicate'],
    ],
    [
      'counts from nothing on a new day',
      [print(100, 0), print(200, 1), print(300, 2), print(100, 86_400_000), print(200, 86_400_001)],
      [undefined, undefined, undefined, undefined, undefined],
    ],
    [
      'is news after a correction has lowered the volume: 300 became 100',
      [print(100, 0), print(200, 1), print(300, 2), print(200, 5), print(300, 6), print(300, 6)],
      [undefined, undefined, undefined, undefined, undefined, 'duplicate'],
    ],
    ['is late where it happened before the first that was told', [print(5000, 10), print(4900, 9), print(4900, 9)], [undefined, undefined, 'duplicate']],
  ];
  for (const [name, prints, verdicts] of cases) {
    it(name, () => {
      const told = new ToldPrints();
      expect(prints.map((one) => told.repeated(one))).to.deep.equal(verdicts);
    });
  }

  it('forgets old holes, not what was told: the memory of a symbol is bounded', () => {
    const told = new ToldPrints();
    // every second hundred is missing
    for (let hundred = 1; hundred < 100; hundred += 2) told.repeated(print(hundred * 100, hundred));
    expect(told.repeated(print(9800, 98)), 'a recent hole').to.equal(undefined);
    expect(told.repeated(print(200, 2)), 'a forgotten one').to.equal('duplicate');
  });
});
