import { equitySymbol, nyseCalendar, price, type Bar } from '@sofi/domain';
import type { Database } from '@sofi/postgres';
import type { MarketCalendar } from '@sofi/service-kit';
import { expect } from 'chai';
import { resumeStored, symbolsAt } from './stored-bars.js';
import { SymbolBars } from './symbol-bars.js';

const AAPL = equitySymbol('AAPL');
const calendar = Object.assign(nyseCalendar(), { cover: () => Promise.resolve() }) as unknown as MarketCalendar;
const START = Date.parse('2013-10-07T19:59:00Z');

/** A storage that holds this one minute. */
function holding(bar: Bar): Pick<Database, 'bars'> {
  const bars = { load: async ({ timeframe }: { timeframe: string }) => (timeframe === '1m' ? [bar] : []), symbolsSince: async () => [AAPL] };
  return { bars } as unknown as Pick<Database, 'bars'>;
}

function minute(change: Partial<Bar>): Bar {
  const at = price(100);
  const bar = { symbol: AAPL, timeframe: '1m' as const, start: START, end: START + 60_000, open: at, high: at, low: at, close: at, volume: 1, tradeCount: 1, vwap: at };
  return { ...bar, revision: 0, quality: 'whole', ...change };
}

describe('a symbol of which', () => {
  const cases = [
    { name: 'bars were made goes on with them', bar: minute({}), goesOn: true },
    { name: 'the newest bar was repaired goes on with it', bar: minute({ quality: 'backfilled', revision: 1 }), goesOn: true },
    { name: 'only the broker’s history is stored begins with its first trade', bar: minute({ quality: 'backfilled' }), goesOn: false },
  ];
  for (const { name, bar, goesOn } of cases) {
    it(name, async () => {
      const bars = new SymbolBars(AAPL, calendar);
      await resumeStored(holding(bar), calendar, bars, START + 60_000);
      expect(bars.knownTo).to.equal(goesOn ? bar.end : 0);
      expect(await symbolsAt(holding(bar), START)).to.deep.equal(goesOn ? [AAPL] : []);
    });
  }

  it('bars were made, and somebody has looked up the time since then, goes on with its own', async () => {
    const [ours, lookedUp] = [minute({}), minute({ start: START + 600_000, end: START + 660_000, quality: 'backfilled' })];
    const both = {
      bars: {
        load: ({ timeframe, to = Infinity }: { timeframe: string; to?: number }) =>
          Promise.resolve([lookedUp, ours].filter((bar) => bar.timeframe === timeframe && bar.start < to)),
      },
    };
    const bars = new SymbolBars(AAPL, calendar);
    await resumeStored(both as unknown as Pick<Database, 'bars'>, calendar, bars, START + 60_000);
    expect(bars.knownTo).to.equal(ours.end);
  });
});
