import { expect } from 'chai';
import { equitySymbol, nyseCalendar, price, type Bar } from '@sofi/domain';
import { Coarser, revisedOver } from './coarser.js';

const AAPL = equitySymbol('AAPL');
const OPEN = Date.parse('2024-01-02T14:30:00Z');
const CLOSE = Date.parse('2024-01-02T21:00:00Z');

function minute(at: number, dollars = 100): Bar {
  const [start, paid] = [OPEN + at * 60_000, price(dollars)];
  return {
    symbol: AAPL,
    timeframe: '1m',
    start,
    end: start + 60_000,
    open: paid,
    high: paid,
    low: paid,
    close: paid,
    volume: 10,
    tradeCount: 0,
    vwap: paid,
    revision: 0,
    quality: 'backfilled',
  };
}
function coarserOf(minutes: readonly Bar[], now = CLOSE): Bar[] {
  const coarser = new Coarser(AAPL, nyseCalendar());
  return [...coarser.add(minutes), ...coarser.end(now)];
}
const told = (bars: readonly Bar[]) => bars.map(({ timeframe, volume, quality }) => `${timeframe} ${volume} ${quality}`);

describe('Imported minutes', () => {
  it('of a whole session make every coarser bar, each with its volume', () => {
    const bars = coarserOf(Array.from({ length: 390 }, (_, at) => minute(at)));
    const count = (timeframe: string) => bars.filter((bar) => bar.timeframe === timeframe).length;
    // 390 minutes are 78 × 5, 26 × 15, 13 × 30, 6.5 hours and one and a bit of four hours
    expect(['5m', '15m', '30m', '1h', '4h', '1d'].map(count)).to.deep.equal([78, 26, 13, 7, 2, 1]);
    expect(bars.find(({ timeframe }) => timeframe === '1d')?.volume).to.equal(3900);
    expect(bars.every(({ quality }) => quality === 'backfilled')).to.equal(true);
  });

  it('that end early make the bars at their end too, with a doubt, but not those that are not over', () => {
    const minutes = Array.from({ length: 7 }, (_, at) => minute(at));
    expect(told(coarserOf(minutes))).to.deep.equal(['5m 50 backfilled', '5m 20 gap', '15m 70 gap', '30m 70 gap', '1h 70 gap', '4h 70 gap', '1d 70 gap']);
    expect(told(coarserOf(minutes, OPEN + 15 * 60_000))).to.deep.equal(['5m 50 backfilled', '5m 20 gap', '15m 70 gap']);
  });
});

describe('A bar rolled up from imported minutes', () => {
  const [bar] = coarserOf([0, 1, 2, 3, 4].map((at) => minute(at)));
  const over = (stored: Partial<Bar>, made: Partial<Bar> = {}) => revisedOver([{ ...bar!, ...stored }], [{ ...bar!, ...made }]).map(({ revision }) => revision);

  it('is new where none is stored', () => expect(revisedOver([], [bar!])).to.deep.equal([bar]));
  it('says nothing where the stored one says the same', () => expect(over({ revision: 3, quality: 'whole', tradeCount: 7 })).to.deep.equal([]));
  it('replaces another one by the next revision', () => expect(over({ revision: 3, volume: 9 })).to.deep.equal([4]));
  it('replaces one that may lack minutes', () => expect(over({ quality: 'gap' })).to.deep.equal([1]));
  it('that may lack minutes itself replaces none that does not', () => {
    expect(over({ volume: 9 }, { quality: 'gap' })).to.deep.equal([]);
    expect(over({ volume: 9, quality: 'gap' }, { quality: 'gap' })).to.deep.equal([1]);
  });
});
