import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { equitySymbol, nyseCalendar, type Trade } from '@sofi/domain';
import { alwaysOpenCalendar } from '../always-open.js';
import { readTape } from '../read-tape.js';
import { writeTape } from '../write-tape.js';
import { MadeMarket } from './made-market.js';

const AAPL = equitySymbol('AAPL');
const TSLA = equitySymbol('TSLA');
const START = Date.parse('2026-03-02T15:00:00Z');
const MINUTE = 60_000;

describe('A made market', () => {
  const market = new MadeMarket(7, alwaysOpenCalendar());

  it('is the same wherever one looks first', () => {
    const whole = [...market.events([AAPL, TSLA], START, START + 5 * MINUTE)];
    const other = new MadeMarket(7, alwaysOpenCalendar());
    const late = [...other.events([AAPL, TSLA], START + 2 * MINUTE, START + 5 * MINUTE)];
    const early = [...other.events([AAPL, TSLA], START, START + 2 * MINUTE)];
    expect([...early, ...late]).to.deep.equal(whole);
    expect([...new MadeMarket(8, alwaysOpenCalendar()).events([AAPL], START, START + MINUTE)]).to.not.deep.equal([...market.events([AAPL], START, START + MINUTE)]);
  });

  it('fills each minute with trades that make it again, each at the standing bid or ask', () => {
    const [minute] = market.minutes(TSLA, START, START + MINUTE);
    const events = [...market.events([TSLA], START - 1, START + MINUTE - 1)];
    const trades = events.filter((event): event is Trade => event.kind === 'trade');
    const prices = trades.map(({ price }) => price);
    expect([prices[0], Math.max(...prices), Math.min(...prices), prices.at(-1)]).to.deep.equal([minute?.open, minute?.high, minute?.low, minute?.close]);
    expect(trades.reduce((sum, { size }) => sum + size, 0)).to.equal(minute?.volume);
    events.forEach((event, at) => {
      const met = events[at - 1];
      if (event.kind === 'trade') expect(met?.kind === 'quote' && [met.bid, met.ask]).to.include(event.price);
      else expect(event.bid).to.be.lessThan(event.ask);
    });
  });

  it('opens each minute where the one before closed, and counts the volume of the day', () => {
    const [first, second] = market.minutes(AAPL, START, START + 2 * MINUTE);
    expect(second?.open).to.equal(first?.close);
    const trades = [...market.events([AAPL], START - 1, START + 2 * MINUTE)].filter((event): event is Trade => event.kind === 'trade');
    trades.slice(1).forEach((trade, at) => expect(trade.cumulativeVolume).to.equal((trades[at]?.cumulativeVolume ?? 0) + trade.size));
  });

  it('swings enough for a rule of short-term reversal: RSI(14) of the minutes crosses 30 and 70 at least twice an hour', () => {
    const closes = market.minutes(AAPL, START, START + 24 * 60 * MINUTE).map(({ close }) => close);
    let [gain, loss, before, crossings] = [0, 0, 50, 0];
    closes.slice(1).forEach((close, at) => {
      const move = close - (closes[at] ?? close);
      gain += (Math.max(move, 0) - gain) / 14;
      loss += (Math.max(-move, 0) - loss) / 14;
      const rsi = (100 * gain) / (gain + loss);
      if ((before >= 30 && rsi < 30) || (before <= 70 && rsi > 70)) crossings += 1;
      before = rsi;
    });
    expect(crossings).to.be.greaterThan(48);
  });

  it('is silent while its exchange is closed', () => {
    const nyse = new MadeMarket(7, nyseCalendar());
    const saturday = Date.parse('2026-03-07T15:00:00Z');
    expect([...nyse.events([AAPL], saturday, saturday + MINUTE)]).to.deep.equal([]);
    expect(nyse.minutes(AAPL, Date.parse('2026-03-06T05:00:00Z'), saturday)).to.have.length(390);
  });

  it('written to a tape it is replayed as the same events', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tape-'));
    const midnight = Date.parse('2026-03-02T05:00:00Z');
    const events = [...market.events([AAPL, equitySymbol('BRK/B')], midnight - 1, midnight + 3 * MINUTE - 1)];
    writeTape(folder, events);
    expect([...readTape(folder, alwaysOpenCalendar()).events()]).to.deep.equal(events);
    rmSync(folder, { recursive: true });
  });
});
