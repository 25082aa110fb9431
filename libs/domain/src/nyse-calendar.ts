import { atNewYork, dateOf, shiftDate, weekdayOf } from './new-york-time.js';
import type { Session, SessionCalendar } from './session.js';

/**
 * The New York Stock Exchange by its own rules (rule 7.2), from 1998 on and without an end: the fallback where the broker's calendar
 * can not be read. What no rule foretells (days of mourning, hurricanes) is listed.
 */
const SPECIAL_CLOSINGS = new Set(
  [
    ['2001-09-11', '2001-09-12', '2001-09-13', '2001-09-14'], // the attacks of September 11
    ['2004-06-11', '2007-01-02', '2018-12-05', '2025-01-09'], // mourning Presidents Reagan, Ford, Bush and Carter
    ['2012-10-29', '2012-10-30'], // hurricane Sandy
  ].flat(),
);
/** Half-days outside the present pattern. */
const SPECIAL_HALF_DAYS = new Set(['1999-12-31', '2002-07-05', '2003-12-26']);
/** The longest closing was six days, so a fortnight always holds a session. */
const SEARCH_DAYS = 14;

/** holidays by day, with their names */
type Year = { readonly holidays: ReadonlyMap<string, string>; readonly halfDays: ReadonlySet<string> };

export function nyseCalendar(): SessionCalendar {
  const years = new Map<number, Year>();
  const sessions = new Map<string, Session | undefined>();

  function on(date: string): Session | undefined {
    if (!sessions.has(date)) sessions.set(date, sessionOn(date));
    return sessions.get(date);
  }
  function sessionOn(date: string): Session | undefined {
    const number = Number(date.slice(0, 4));
    const year = years.get(number) ?? yearOf(number);
    years.set(number, year);
    const weekday = weekdayOf(date);
    const closed = weekday === 0 || weekday === 6 || year.holidays.has(date) || SPECIAL_CLOSINGS.has(date);
    return closed ? undefined : session(date, year.halfDays.has(date) || SPECIAL_HALF_DAYS.has(date));
  }
  function search(time: number, step: 1 | -1, fits: (candidate: Session) => boolean): Session | undefined {
    let date = dateOf(time);
    for (let days = 0; days <= SEARCH_DAYS; days++, date = shiftDate(date, step)) {
      const candidate = on(date);
      if (candidate && fits(candidate)) return candidate;
    }
    return undefined;
  }

  return {
    at: (time) => {
      const today = on(dateOf(time));
      return today && time >= today.open && time < today.close ? today : undefined;
    },
    latest: (time) => search(time, -1, (candidate) => candidate.open <= time),
    next: (time) => search(time, 1, (candidate) => candidate.open > time),
    on,
  };
}

/** The holiday for which the exchange is closed on that day, by name; undefined on any other day. */
export function nyseHoliday(date: string): string | undefined {
  return yearOf(Number(date.slice(0, 4))).holidays.get(date);
}

/** On a half-day trading ends at 13:00 and the late session at 17:00. */
function session(date: string, half: boolean): Session {
  return {
    date,
    open: atNewYork(date, '09:30'),
    close: atNewYork(date, half ? '13:00' : '16:00'),
    preOpen: atNewYork(date, '04:00'),
    postClose: atNewYork(date, half ? '17:00' : '20:00'),
  };
}

function yearOf(year: number): Year {
  const newYear = day(year, 1, 1);
  const independence = day(year, 7, 4);
  const thanksgiving = nth(year, 11, 4, 4);
  const holidays = new Map([
    // the one holiday that is not moved back to a Friday: the year's books close on that day
    [weekdayOf(newYear) === 0 ? shiftDate(newYear, 1) : newYear, 'New Years Day'],
    [nth(year, 1, 1, 3), 'Martin Luther King, Jr. Day'],
    [nth(year, 2, 1, 3), "Washington's Birthday"],
    [shiftDate(easter(year), -2), 'Good Friday'],
    [lastMondayOfMay(year), 'Memorial Day'],
    ...(year >= 2022 ? [[observed(day(year, 6, 19)), 'Juneteenth'] as const] : []),
    [observed(independence), 'Independence Day'],
    [nth(year, 9, 1, 1), 'Labor Day'],
    [thanksgiving, 'Thanksgiving Day'],
    [observed(day(year, 12, 25)), 'Christmas Day'],
  ]);
  const eves = [shiftDate(thanksgiving, 1), day(year, 12, 24), ...independenceEve(independence)];
  return { holidays, halfDays: new Set(eves.filter((eve) => !holidays.has(eve))) };
}

/** July 3 where July 4 is itself a trading weekday; before 2013 a Thursday's half-day came after it, on the Friday. */
function independenceEve(independence: string): string[] {
  const weekday = weekdayOf(independence);
  const midweek = weekday >= 2 && weekday <= 5;
  const after = weekday === 4 && Number(independence.slice(0, 4)) < 2013;
  return midweek && !after ? [shiftDate(independence, -1)] : [];
}

/** A Saturday's holiday is kept on Friday, a Sunday's on Monday. */
function observed(date: string): string {
  const weekday = weekdayOf(date);
  return weekday === 6 ? shiftDate(date, -1) : weekday === 0 ? shiftDate(date, 1) : date;
}

/** The n-th such weekday (0 Sunday) of a month. */
function nth(year: number, month: number, weekday: number, n: number): string {
  const first = day(year, month, 1);
  return shiftDate(first, ((weekday - weekdayOf(first) + 7) % 7) + 7 * (n - 1));
}

function lastMondayOfMay(year: number): string {
  return shiftDate(nth(year, 6, 1, 1), -7);
}

/** The Gregorian computus of Meeus, Jones and Butcher. */
function easter(year: number): string {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const ofCentury = year % 100;
  const leapCorrection = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - leapCorrection + 15) % 30;
  const toSunday = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * toSunday) / 451);
  const sum = epact + toSunday - 7 * late + 114;
  return day(year, Math.floor(sum / 31), (sum % 31) + 1);
}

function day(year: number, month: number, date: number): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}
