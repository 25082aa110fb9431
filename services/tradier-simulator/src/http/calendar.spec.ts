import { expect } from 'chai';
import { calendarRoutes } from './calendar.js';
import { ask, standing } from './testing.js';

describe('The calendar of a market with the exchange’s hours', () => {
  const routes = calendarRoutes(standing(), () => 0);
  const month = (query: string) =>
    (ask(routes, 'GET', `/v1/markets/calendar${query}`) as { calendar: { month: number; year: number; days: { day: Record<string, unknown>[] } } }).calendar;
  const on = (date: string) => month(`?year=${date.slice(0, 4)}&month=${date.slice(5, 7)}`).days.day.find((day) => day['date'] === date);

  it('is of the present month unless another is asked for', () => {
    expect(month('')).to.include({ month: 6, year: 2026 });
    expect(month('').days.day).to.have.length(30);
    expect(month('?month=02&year=2024').days.day, 'a leap year').to.have.length(29);
  });

  it('names holidays, and nothing on weekends', () => {
    expect(on('2026-06-19')).to.deep.equal({ date: '2026-06-19', status: 'closed', description: 'Market is closed for Juneteenth' });
    expect(on('2024-01-15')).to.include({ description: 'Market is closed for Martin Luther King, Jr. Day' });
    expect(on('2026-06-20')).to.deep.equal({ date: '2026-06-20', status: 'closed', description: 'Market is closed' });
  });

  it('ends half-days at 13:00', () => {
    const hours = { premarket: { start: '04:00', end: '09:30' }, open: { start: '09:30', end: '13:00' }, postmarket: { start: '13:00', end: '17:00' } };
    expect(on('2026-11-27')).to.deep.equal({ date: '2026-11-27', status: 'open', description: 'Market is open', ...hours });
    expect(on('2026-11-25')).to.deep.include({ open: { start: '09:30', end: '16:00' }, postmarket: { start: '16:00', end: '20:00' } });
  });

  it('refuses what is no month and no year', () => {
    for (const value of ['0', '13', 'june', '1.5'])
      expect(ask(routes, 'GET', `/v1/markets/calendar?month=${value}`)).to.deep.equal([400, 'Invalid parameter, month: is not valid.']);
    expect(ask(routes, 'GET', '/v1/markets/calendar?year=1812')).to.deep.equal([400, 'Invalid parameter, year: is not valid.']);
  });
});
