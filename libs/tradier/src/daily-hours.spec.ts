import { atNewYork, type Session } from '@sofi/domain';
import { expect } from 'chai';
import { dailyHours } from './daily-hours.js';

function session(date: string, from: string, to: string): Session {
  const [open, close] = [atNewYork(date, from), atNewYork(date, to)];
  return { date, open, close, preOpen: open, postClose: close };
}

describe('the hours of daily bars', () => {
  it('are the exchange’s where the broker’s market has its hours, half-days and holidays too', () => {
    const hours = dailyHours([session('2026-11-25', '09:30', '16:00')]);
    expect(hours.on('2013-10-07')).to.include({ open: Date.UTC(2013, 9, 7, 13, 30), close: Date.UTC(2013, 9, 7, 20) });
    expect(hours.on('2013-11-29')).to.include({ close: Date.UTC(2013, 10, 29, 18) });
    expect(hours.on('2013-11-28')).to.equal(undefined);
  });

  it('are New York’s day where the market never sleeps, 25 hours when clocks go back', () => {
    const hours = dailyHours([session('2026-10-30', '00:00', '23:59')]);
    expect(hours.on('2026-11-01')).to.include({ open: Date.UTC(2026, 10, 1, 4), close: Date.UTC(2026, 10, 2, 5) });
  });

  it('are the exchange’s where the broker’s calendar says nothing', () => {
    expect(dailyHours([]).on('2013-10-07')).to.include({ open: Date.UTC(2013, 9, 7, 13, 30) });
  });
});
