import { equitySymbol, price } from '@sofi/domain';
import { expect } from 'chai';
import type { Timesale } from './stream-messages.js';
import { TimesaleVolume } from './timesale-volume.js';

const SPY = equitySymbol('SPY');
const NOON = Date.UTC(2024, 5, 3, 16);
const DAY = 86_400_000;

function print(sequence: number, size: number, time = NOON): Timesale {
  const common = { symbol: SPY, price: price(10), exchange: 'Q', session: 'regular', receivedTime: 0, cumulativeVolume: 0 } as const;
  return { kind: 'timesale', sequence, trade: { kind: 'trade', size, exchangeTime: time, ...common } };
}

describe('the volume of a day of timesales', () => {
  let volume: TimesaleVolume;
  beforeEach(() => (volume = new TimesaleVolume()));
  const placed = (timesale: Timesale) => {
    const found = volume.place(timesale);
    return typeof found === 'string' ? found : found.cumulativeVolume;
  };

  it('begins with what the quotes say, and grows with each print', () => {
    expect([volume.lacks(SPY), placed(print(1, 100))]).to.deep.equal([true, 'unplaced']);
    volume.known(SPY, 5000, NOON);
    expect([volume.lacks(SPY), placed(print(2, 100)), placed(print(3, 50))]).to.deep.equal([false, 5100, 5150]);
  });
  it('counts a number once', () => {
    volume.known(SPY, 0, NOON);
    expect([placed(print(7, 100)), placed(print(7, 100)), placed(print(6, 100)), placed(print(8, 100))]).to.deep.equal([100, 'duplicate', 'duplicate', 200]);
  });
  it('begins with nothing on a new day', () => {
    volume.known(SPY, 5000, NOON);
    placed(print(900, 100));
    expect(placed(print(1, 100, NOON + DAY))).to.equal(100);
  });
  it('never falls within a day', () => {
    volume.known(SPY, 5000, NOON);
    placed(print(1, 100));
    volume.known(SPY, 5050, NOON);
    expect(placed(print(2, 100))).to.equal(5200);
  });
});
