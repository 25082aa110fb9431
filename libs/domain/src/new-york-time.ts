import { RuleError } from './errors.js';

/**
 * New York's clock by the law itself, not by the system's time zone data: some hundred times faster than `Intl`, and equal to it
 * (the specification compares them hour by hour). Holds from 1976 on; the exchange's calendar here begins in 1998.
 */
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const STANDARD = -5 * HOUR;
const SUMMER = -4 * HOUR;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** The stretch of constant offset that was asked for last: events come in order of time, so it nearly always fits. */
let stretch = { from: 0, to: 0, offset: STANDARD };
let lastDay = { number: Number.NaN, text: '' };

/** The New York calendar day of an instant, `YYYY-MM-DD`. */
export function dateOf(time: number): string {
  const number = Math.floor((time + offsetAt(time)) / DAY);
  if (number !== lastDay.number) lastDay = { number, text: new Date(number * DAY).toISOString().slice(0, 10) };
  return lastDay.text;
}

/** The New York wall clock of an instant, `HH:MM`. */
export function timeOfDay(time: number): string {
  return new Date(time + offsetAt(time)).toISOString().slice(11, 16);
}

/**
 * A New York day and wall clock → ms since the epoch. An hour that happens twice in autumn is the first one; one that is skipped in
 * spring is an hour later on the clock. Throws a RuleError on what is no date or no time.
 */
export function atNewYork(date: string, time: string): number {
  const clock = TIME.exec(time);
  if (!clock) throw new RuleError('time', time, 'must be HH:MM');
  const wall = dayNumber(date) * DAY + Number(clock[1]) * HOUR + Number(clock[2]) * 60_000;
  const inSummer = wall - SUMMER;
  return offsetAt(inSummer) === SUMMER ? inSummer : wall - STANDARD;
}

/** The New York day that holds an instant: midnight to midnight, 23 to 25 hours long. */
export function newYorkDay(time: number): { start: number; end: number } {
  const date = dateOf(time);
  return { start: atNewYork(date, '00:00'), end: atNewYork(shiftDate(date, 1), '00:00') };
}

/** The date so many days later, or earlier where negative. */
export function shiftDate(date: string, days: number): string {
  return new Date((dayNumber(date) + days) * DAY).toISOString().slice(0, 10);
}

/** 0 Sunday … 6 Saturday. */
export function weekdayOf(date: string): number {
  return new Date(dayNumber(date) * DAY).getUTCDay();
}

function dayNumber(date: string): number {
  const parts = DATE.exec(date);
  const time = parts ? Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])) : Number.NaN;
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date) throw new RuleError('date', date, 'must be a day as YYYY-MM-DD');
  return time / DAY;
}

function offsetAt(time: number): number {
  if (time < stretch.from || time >= stretch.to) stretch = stretchAround(time);
  return stretch.offset;
}

function stretchAround(time: number): typeof stretch {
  const year = new Date(time).getUTCFullYear();
  const { begin, end } = summerOf(year);
  if (time < begin) return { from: Date.UTC(year, 0, 1), to: begin, offset: STANDARD };
  if (time < end) return { from: begin, to: end, offset: SUMMER };
  return { from: end, to: Date.UTC(year + 1, 0, 1), offset: STANDARD };
}

/** Clocks change at 2 in the morning: 07:00 UTC in spring, 06:00 UTC in autumn. */
function summerOf(year: number): { begin: number; end: number } {
  const [begin, end] =
    year >= 2007 ? [sundayFrom(year, 2, 8), sundayFrom(year, 10, 1)] : [year >= 1987 ? sundayFrom(year, 3, 1) : sundayFrom(year, 3, 24), sundayFrom(year, 9, 25)];
  return { begin: begin + 7 * HOUR, end: end + 6 * HOUR };
}

function sundayFrom(year: number, month: number, day: number): number {
  const earliest = Date.UTC(year, month, day);
  return earliest + ((7 - new Date(earliest).getUTCDay()) % 7) * DAY;
}
