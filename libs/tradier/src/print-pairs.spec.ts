import { equitySymbol, price, type Trade } from '@sofi/domain';
import { expect } from 'chai';
import { PrintPairs } from './print-pairs.js';
import { after } from './timer.js';
import { ToldPrints } from './told-prints.js';

function trade(session: Trade['session'], cumulativeVolume: number, symbol = 'SPY'): Trade {
  const common = { price: price(281.85), size: 100, exchange: 'J', exchangeTime: 1, receivedTime: 2 } as const;
  return { kind: 'trade', symbol: equitySymbol(symbol), session, cumulativeVolume, ...common };
}
const regular = (volume: number, symbol?: string) => trade('regular', volume, symbol);
const extended = (volume: number, symbol?: string) => trade('extended', volume, symbol);

describe('a print told twice', () => {
  const cases: [name: string, told: Trade[], passed: Trade[], dropped: number][] = [
    ['as trade, then tradex: the regular one counts', [regular(100), extended(100), regular(200)], [regular(100), regular(200)], 1],
    ['as tradex, then trade: the regular one counts', [extended(100), regular(100), extended(200), regular(200)], [regular(100), regular(200)], 2],
    ['only as tradex: it is passed on', [extended(100), extended(200)], [extended(100), extended(200)], 0],
    ['twice as trade: once', [regular(100), regular(100)], [regular(100)], 1],
    ['twice as tradex: once', [extended(100), extended(100)], [extended(100)], 1],
    ['of two symbols with the same volume: both', [extended(100), regular(100, 'QQQ')], [extended(100), regular(100, 'QQQ')], 0],
    ['late, with less volume: passed on, for what is late is told by who makes bars', [regular(200), regular(100)], [regular(200), regular(100)], 0],
  ];
  for (const [name, told, passed, dropped] of cases) {
    it(name, () => {
      const seen: Trade[] = [];
      let count = 0;
      const pairs = new PrintPairs(new ToldPrints(), after, { pass: (one) => seen.push(one), drop: () => (count += 1) });
      for (const one of told) pairs.take(one);
      pairs.flush();
      expect(seen).to.deep.equal(passed);
      expect(count).to.equal(dropped);
    });
  }

  it('does not keep a lonely tradex waiting for ever', async () => {
    const passed = await new Promise<Trade>((resolve) => new PrintPairs(new ToldPrints(), after, { pass: resolve, drop: () => {} }).take(extended(100)));
    expect(passed).to.deep.equal(extended(100));
  });
});
