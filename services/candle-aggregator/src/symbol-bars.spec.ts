import { atNewYork, equitySymbol, nyseCalendar, price, type Trade } from '@sofi/domain';
import { expect } from 'chai';
import { SymbolBars } from './symbol-bars.js';

const AAPL = equitySymbol('AAPL');
const at = (clock: string, seconds: number) => atNewYork('2026-11-20', clock) + seconds * 1_000;

describe('where a restart reads a symbol again', () => {
  let bars: SymbolBars;
  let volume: number;
  beforeEach(() => {
    bars = new SymbolBars(AAPL, nyseCalendar());
    volume = 0;
  });

  const trade = (clock: string, seconds: number, sequence: number) => {
    const time = at(clock, seconds);
    volume += 10;
    const said: Trade = {
      kind: 'trade',
      symbol: AAPL,
      price: price(100),
      size: 10,
      cumulativeVolume: volume,
      exchange: 'Q',
      session: 'regular',
      exchangeTime: time,
      receivedTime: time,
    };
    bars.onTrade(said, sequence);
  };
  const places = () => ({ open: bars.oldestOpenSequence(), again: bars.readAgainFrom() });

  it('is the first trade of an open bucket', () => {
    expect(places()).to.deep.equal({ open: undefined, again: undefined });
    trade('10:00', 5, 1);
    trade('10:00', 58, 2);
    trade('10:01', 1, 3);
    expect(places()).to.deep.equal({ open: 1, again: 1 });
  });

  it('is the end of the closed one where lost trades are not said again, until that is a minute old', () => {
    trade('10:00', 5, 1);
    trade('10:00', 55, 2);
    trade('10:00', 58, 3);
    bars.onClock(at('10:01', 2));
    expect(places()).to.deep.equal({ open: undefined, again: 2 });
    trade('10:01', 6, 4);
    expect(places()).to.deep.equal({ open: 4, again: 2 });
    bars.onClock(at('10:02', 2));
    expect(places(), 'nothing traded at the end of 10:01').to.deep.equal({ open: undefined, again: undefined });
  });
});
