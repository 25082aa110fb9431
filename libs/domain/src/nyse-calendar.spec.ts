import { expect } from 'chai';
import { existsSync, readFileSync } from 'node:fs';
import { atNewYork, shiftDate, timeOfDay, weekdayOf } from './new-york-time.js';
import { nyseCalendar, nyseHoliday } from './nyse-calendar.js';

const calendar = nyseCalendar();
const LISTED = new URL('../../../../../shared/data/us-equity-market-hours.json', import.meta.url);

function weekdays(from: string, to: string): string[] {
  const days: string[] = [];
  for (let date = from; date < to; date = shiftDate(date, 1)) if (weekdayOf(date) % 6 !== 0) days.push(date);
  return days;
}
const closedIn = (year: number) => weekdays(`${year}-01-01`, `${year + 1}-01-01`).filter((date) => !calendar.on(date));
const halfDaysIn = (year: number) => weekdays(`${year}-01-01`, `${year + 1}-01-01`).filter((date) => timeOfDay(calendar.on(date)?.close ?? 0) === '13:00');

describe('the calendar of the New York Stock Exchange', () => {
  // nyse.com, Holidays & Trading Hours
  const published: { year: number; closed: string[]; halfDays: string[] }[] = [
    {
      year: 2026,
      closed: ['2026-01-01', '2026-01-19', '2026-02-16', '2026-04-03', '2026-05-25', '2026-06-19', '2026-07-03', '2026-09-07', '2026-11-26', '2026-12-25'],
      halfDays: ['2026-11-27', '2026-12-24'],
    },
    {
      year: 2024,
      closed: ['2024-01-01', '2024-01-15', '2024-02-19', '2024-03-29', '2024-05-27', '2024-06-19', '2024-07-04', '2024-09-02', '2024-11-28', '2024-12-25'],
      halfDays: ['2024-07-03', '2024-11-29', '2024-12-24'],
    },
    {
      // New Year's Day 2022 was a Saturday, and was not moved
      year: 2021,
      closed: ['2021-01-01', '2021-01-18', '2021-02-15', '2021-04-02', '2021-05-31', '2021-07-05', '2021-09-06', '2021-11-25', '2021-12-24'],
      halfDays: ['2021-11-26'],
    },
  ];
  for (const { year, closed, halfDays } of published) {
    it(`is the published one of ${year}`, () => {
      expect(closedIn(year)).to.deep.equal(closed);
      expect(halfDaysIn(year)).to.deep.equal(halfDays);
    });
  }

  it('names the holidays it closes for', () => {
    expect(closedIn(2026).map(nyseHoliday)).to.deep.equal([
      ...['New Years Day', 'Martin Luther King, Jr. Day', "Washington's Birthday", 'Good Friday', 'Memorial Day'],
      ...['Juneteenth', 'Independence Day', 'Labor Day', 'Thanksgiving Day', 'Christmas Day'],
    ]);
    expect(nyseHoliday('2026-11-27'), 'a half-day').to.equal(undefined);
    expect(nyseHoliday('2001-09-11'), 'not a holiday').to.equal(undefined);
  });

  it('knows the closings that no rule foretells', () => {
    expect(['2001-09-11', '2001-09-14', '2012-10-29', '2018-12-05', '2025-01-09'].map((date) => calendar.on(date))).to.deep.equal(Array(5).fill(undefined));
  });

  it('opens at 09:30 and closes at 16:00, on a half-day at 13:00', () => {
    const hours = ['2026-11-25', '2026-11-27'].map((date) => calendar.on(date)!).map((one) => [one.preOpen, one.open, one.close, one.postClose].map(timeOfDay));
    expect(hours).to.deep.equal([
      ['04:00', '09:30', '16:00', '20:00'],
      ['04:00', '09:30', '13:00', '17:00'],
    ]);
  });

  const moments: { name: string; date: string; time: string; at?: string; latest: string; next: string }[] = [
    { name: 'before the open', date: '2026-11-25', time: '09:29', latest: '2026-11-24', next: '2026-11-25' },
    { name: 'at the open', date: '2026-11-25', time: '09:30', at: '2026-11-25', latest: '2026-11-25', next: '2026-11-27' },
    { name: 'on Thanksgiving', date: '2026-11-26', time: '12:00', latest: '2026-11-25', next: '2026-11-27' },
    { name: 'after a half-day', date: '2026-11-27', time: '13:00', latest: '2026-11-27', next: '2026-11-30' },
    { name: 'in the longest closing', date: '2001-09-13', time: '12:00', latest: '2001-09-10', next: '2001-09-17' },
  ];
  for (const { name, date, time, ...expected } of moments) {
    it(`answers ${name}`, () => {
      const now = atNewYork(date, time);
      expect({ at: calendar.at(now)?.date, latest: calendar.latest(now)?.date, next: calendar.next(now)?.date }).to.deep.equal({ at: undefined, ...expected });
    });
  }

  it('agrees with an independent list of closings and half-days from 1998 on', function () {
    if (!existsSync(LISTED)) {
      console.log('      (left out: the list us-equity-market-hours.json is not here)');
      this.skip();
    }
    const listed = JSON.parse(readFileSync(LISTED, 'utf8')) as { holidays: string[]; earlyCloses: Record<string, string> };
    const closings = listed.holidays.map(isoDate).filter((date) => weekdayOf(date) % 6 !== 0);
    // it begins with half-days in autumn 1999 and names one that was a Sunday
    const halves = Object.keys(listed.earlyCloses)
      .map(isoDate)
      .filter((date) => date >= '2000' && weekdayOf(date) % 6 !== 0);
    const last = closings.toSorted().at(-1)!;
    const days = weekdays('1998-01-01', shiftDate(last, 1));
    expect(days.filter((date) => !calendar.on(date))).to.deep.equal([...new Set(closings)].toSorted());
    expect(days.filter((date) => date >= '2000' && timeOfDay(calendar.on(date)?.close ?? 0) === '13:00')).to.deep.equal([...new Set(halves)].toSorted());
  });
});

/** `7/4/2026` → `2026-07-04` */
function isoDate(american: string): string {
  const [month, day, year] = american.split('/');
  return `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;
}
