import { expect } from 'chai';
import { bucketOf } from './bucket.js';
import { atNewYork, timeOfDay } from './new-york-time.js';
import { nyseCalendar } from './nyse-calendar.js';
import type { Timeframe } from './timeframe.js';

describe('the bucket of an instant', () => {
  const table: { timeframe: Timeframe; date: string; time: string; bucket: string }[] = [
    { timeframe: '1m', date: '2026-11-20', time: '09:30', bucket: '09:30-09:31' },
    { timeframe: '5m', date: '2026-11-20', time: '09:34', bucket: '09:30-09:35' },
    { timeframe: '15m', date: '2026-11-20', time: '15:59', bucket: '15:45-16:00' },
    { timeframe: '1h', date: '2026-11-20', time: '10:29', bucket: '09:30-10:30' },
    { timeframe: '1h', date: '2026-11-20', time: '15:59', bucket: '15:30-16:00' },
    { timeframe: '4h', date: '2026-11-20', time: '13:30', bucket: '13:30-16:00' },
    { timeframe: '1d', date: '2026-11-20', time: '12:00', bucket: '09:30-16:00' },
    { timeframe: '1h', date: '2026-11-27', time: '12:45', bucket: '12:30-13:00' },
    { timeframe: '1d', date: '2026-11-27', time: '12:45', bucket: '09:30-13:00' },
    { timeframe: '1h', date: '2026-03-09', time: '09:45', bucket: '09:30-10:30' },
  ];
  for (const { timeframe, date, time, bucket } of table) {
    it(`${timeframe} at ${date} ${time} is ${bucket}`, () => {
      const found = bucketOf(timeframe, atNewYork(date, time), nyseCalendar().on(date)!)!;
      expect(`${timeOfDay(found.start)}-${timeOfDay(found.end)}`).to.equal(bucket);
    });
  }

  it('is none outside the session', () => {
    const session = nyseCalendar().on('2026-11-20')!;
    expect([session.open - 1, session.close].map((time) => bucketOf('1d', time, session))).to.deep.equal([undefined, undefined]);
  });
});
