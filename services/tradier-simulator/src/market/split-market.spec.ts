import { equitySymbol, price, type Quote, type Trade } from '@sofi/domain';
import { alwaysOpenCalendar } from '@sofi/tape';
import { expect } from 'chai';
import { GeneratedMarket } from './generated-market.js';
import { SplitMarket } from './split-market.js';

const MINUTE = 60_000;
const START = Date.parse('2026-03-02T15:00:00Z');
const NEXT_DAY = Date.parse('2026-03-03T05:00:00Z');
const AAPL = equitySymbol('AAPL');
const TSLA = equitySymbol('TSLA');

describe('A split', () => {
  const made = () => new GeneratedMarket(5, alwaysOpenCalendar(), START, '24h');
  let plain: GeneratedMarket;
  let market: SplitMarket;
  beforeEach(() => {
    plain = made();
    market = new SplitMarket(made());
  });
  const trades = (events: Iterable<Trade | Quote>) => [...events].filter((event): event is Trade => event.kind === 'trade');

  it('divides prices and multiplies sizes from its instant on, of its symbol alone', () => {
    market.split(AAPL, 4, 'now', START + MINUTE);
    const [before] = trades(market.advance(START + MINUTE, [AAPL]));
    const [truth] = trades(plain.advance(START + MINUTE, [AAPL]));
    expect(before).to.deep.equal(truth);
    const [after] = trades(market.advance(START + 2 * MINUTE, [AAPL]));
    const [old] = trades(plain.advance(START + 2 * MINUTE, [AAPL]));
    expect(after).to.include({ price: Math.round((old?.price ?? 0) / 4), size: (old?.size ?? 0) * 4, cumulativeVolume: (old?.cumulativeVolume ?? 0) * 4 });
    expect(market.day(TSLA, START + 2 * MINUTE)).to.deep.equal(plain.day(TSLA, START + 2 * MINUTE));
  });

  it('waits for the next session, and then tells the past in new shares: the close before and the bars', () => {
    expect(market.split(AAPL, 2, 'next-session', START)).to.equal(NEXT_DAY);
    expect(market.day(AAPL, NEXT_DAY - 1)).to.deep.equal(plain.day(AAPL, NEXT_DAY - 1));
    const [now, close] = [NEXT_DAY + MINUTE, plain.day(AAPL, NEXT_DAY + MINUTE).previousClose ?? price(1)];
    expect(market.day(AAPL, now).previousClose).to.equal(Math.round(close / 2));
    const [bar] = market.minutes(AAPL, START, START + MINUTE, now);
    const [old] = plain.minutes(AAPL, START, START + MINUTE, now);
    expect(bar).to.include({ open: Math.round((old?.open ?? 0) / 2), volume: (old?.volume ?? 0) * 2 });
    const year = plain.year(AAPL, now);
    expect(market.year(AAPL, now)).to.deep.equal({ high: (year.high ?? 0) / 2, low: (year.low ?? 0) / 2, averageVolume: year.averageVolume * 2 });
  });

  it('is told once, when the market gets there', () => {
    const told: number[] = [];
    market.onSplit = (_, at) => told.push(at);
    market.split(AAPL, 0.1, 'now', START + MINUTE);
    for (const until of [1, 2, 3]) trades(market.advance(START + until * MINUTE, [AAPL]));
    expect(told).to.deep.equal([START + MINUTE + 1]);
  });

  it('multiplies with the one before', () => {
    market.split(AAPL, 2, 'now', START);
    market.split(AAPL, 3, 'now', START);
    const last = plain.newest(AAPL, START + MINUTE).last?.price ?? 0;
    expect(market.newest(AAPL, START + MINUTE).last?.price).to.equal(Math.round(last / 6));
  });
});
