import { expect } from 'chai';
import { RuleError } from './errors.js';
import { atNewYork, dateOf, newYorkDay, shiftDate, timeOfDay, weekdayOf } from './new-york-time.js';

const HOUR = 3_600_000;
const intl = new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/New_York', dateStyle: 'short', timeStyle: 'short' });

describe('New York time', () => {
  it('equals the time zone data, every five hours from 1998 to 2040 and around each change of the clocks', () => {
    for (let time = Date.UTC(1998, 0, 1); time < Date.UTC(2040, 0, 1); time += 5 * HOUR) {
      const said = `${dateOf(time)} ${timeOfDay(time)}`;
      if (said !== intl.format(time)) expect(said, new Date(time).toISOString()).to.equal(intl.format(time));
    }
  });

  const moments: { name: string; date: string; time: string; utc: string }[] = [
    { name: 'winter', date: '2026-01-15', time: '09:30', utc: '2026-01-15T14:30:00.000Z' },
    { name: 'summer', date: '2026-07-15', time: '09:30', utc: '2026-07-15T13:30:00.000Z' },
    { name: 'just before clocks go forward', date: '2026-03-08', time: '01:59', utc: '2026-03-08T06:59:00.000Z' },
    { name: 'just after', date: '2026-03-08', time: '03:00', utc: '2026-03-08T07:00:00.000Z' },
    { name: 'an hour that is skipped', date: '2026-03-08', time: '02:30', utc: '2026-03-08T07:30:00.000Z' },
    { name: 'an hour that happens twice, the first time', date: '2026-11-01', time: '01:30', utc: '2026-11-01T05:30:00.000Z' },
    { name: 'after it', date: '2026-11-01', time: '02:00', utc: '2026-11-01T07:00:00.000Z' },
    { name: 'the rule before 2007: first Sunday of April', date: '2006-04-03', time: '09:30', utc: '2006-04-03T13:30:00.000Z' },
    { name: 'the week that only the newer rule has', date: '2006-03-20', time: '09:30', utc: '2006-03-20T14:30:00.000Z' },
    { name: 'midnight of new year', date: '2027-01-01', time: '00:00', utc: '2027-01-01T05:00:00.000Z' },
  ];
  for (const { name, date, time, utc } of moments) {
    it(`knows ${name}`, () => expect(new Date(atNewYork(date, time)).toISOString()).to.equal(utc));
  }

  it('has days of 23, 24 and 25 hours', () => {
    const hours = ['2026-03-08', '2026-03-09', '2026-11-01'].map((date) => newYorkDay(atNewYork(date, '12:00'))).map(({ start, end }) => (end - start) / HOUR);
    expect(hours).to.deep.equal([23, 24, 25]);
  });

  it('counts days across months, leap years and changes of the clock', () => {
    expect([shiftDate('2028-02-28', 1), shiftDate('2026-03-01', -1), shiftDate('2026-03-07', 2)]).to.deep.equal(['2028-02-29', '2026-02-28', '2026-03-09']);
    expect(weekdayOf('2026-11-22')).to.equal(0);
  });

  for (const date of ['2026-02-29', '2026-13-01', '26-01-01', '']) {
    it(`refuses the date "${date}"`, () => expect(() => atNewYork(date, '09:30')).to.throw(RuleError, 'must be a day as YYYY-MM-DD'));
  }
  for (const time of ['24:00', '9:30', '09:60', '']) {
    it(`refuses the time "${time}"`, () => expect(() => atNewYork('2026-01-15', time)).to.throw(RuleError, 'must be HH:MM'));
  }
});
