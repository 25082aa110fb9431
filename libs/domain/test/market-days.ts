import * as fc from 'fast-check';
import {
  atNewYork,
  bucketOf,
  calendarOf,
  equitySymbol,
  nyseCalendar,
  price,
  shiftDate,
  type Bar,
  type Price,
  type Session,
  type SessionCalendar,
  type Timeframe,
  type Trade,
} from '../src/index.js';

export const AAPL = equitySymbol('AAPL');
export const GRACE = 2000;

/** A trade at a New York clock of that day; the rest is filled in. */
export function tradeAt(time: number, dollars: number, size: number, cumulativeVolume: number, session: Trade['session'] = 'regular'): Trade {
  return { kind: 'trade', symbol: AAPL, price: price(dollars), size, cumulativeVolume, exchange: 'Q', session, exchangeTime: time, receivedTime: time };
}

/** A market that never sleeps: a session from each New York midnight to the next. */
export function roundTheClock(from: string, days: number): SessionCalendar {
  const session = (date: string): Session => {
    const open = atNewYork(date, '00:00');
    const close = atNewYork(shiftDate(date, 1), '00:00');
    return { date, open, close, preOpen: open, postClose: close };
  };
  return calendarOf(Array.from({ length: days }, (_, index) => session(shiftDate(from, index))));
}

export interface Market {
  readonly name: string;
  readonly calendar: SessionCalendar;
  /** trading is followed from here for some minutes */
  readonly from: number;
  /** and then from here */
  readonly thenFrom?: number;
}

/** Ordinary hours, and the places where clocks and sessions are odd. */
export const markets: readonly Market[] = [
  { name: 'an ordinary open', calendar: nyseCalendar(), from: atNewYork('2026-11-20', '09:29') },
  { name: 'an ordinary close', calendar: nyseCalendar(), from: atNewYork('2026-11-20', '15:56') },
  { name: 'the close of a half-day', calendar: nyseCalendar(), from: atNewYork('2026-11-27', '12:56') },
  { name: 'the open after clocks went forward', calendar: nyseCalendar(), from: atNewYork('2026-03-09', '09:28') },
  { name: 'a night between two sessions', calendar: nyseCalendar(), from: atNewYork('2026-11-18', '15:56'), thenFrom: atNewYork('2026-11-19', '09:28') },
  {
    name: 'the weekend on which clocks go forward',
    calendar: nyseCalendar(),
    from: atNewYork('2026-03-06', '15:57'),
    thenFrom: atNewYork('2026-03-09', '09:29'),
  },
  { name: 'a half-day and the holiday before it', calendar: nyseCalendar(), from: atNewYork('2026-11-25', '15:58'), thenFrom: atNewYork('2026-11-27', '09:29') },
  { name: 'midnight without a close', calendar: roundTheClock('2026-11-18', 5), from: atNewYork('2026-11-19', '23:57') },
  { name: 'the hour that happens twice', calendar: roundTheClock('2026-10-30', 5), from: atNewYork('2026-11-01', '01:57') },
];

/** Some minutes of trades in order of time; the volume of each New York day counts up from 0 without a hole. */
export function tape({ calendar, from, thenFrom }: Market): fc.Arbitrary<Trade[]> {
  const print = fc.record({
    wait: fc.oneof(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 150_000 })),
    cents: fc.integer({ min: 9_900, max: 10_100 }),
    size: fc.integer({ min: 1, max: 5000 }),
  });
  return fc.array(print, { minLength: 1, maxLength: 60 }).map((prints) => {
    let time = from;
    let day = '';
    let volume = 0;
    return prints.map(({ wait, cents, size }, index) => {
      time = (thenFrom !== undefined && index === prints.length >>> 1 ? thenFrom : time) + wait;
      const today = new Date(time).toLocaleDateString('sv-SE', { timeZone: 'America/New_York' });
      volume = today === day ? volume + size : size;
      day = today;
      return tradeAt(time, cents / 100, size, volume, calendar.at(time) ? 'regular' : 'extended');
    });
  });
}

/** The same bars by another way: all trades at hand, sorted and grouped, quiet buckets filled between the first and the last. */
export function barsByGrouping(trades: readonly Trade[], timeframe: Timeframe, calendar: SessionCalendar): Bar[] {
  const regular = trades.filter((trade) => trade.session === 'regular').toSorted((a, b) => a.exchangeTime - b.exchangeTime || a.cumulativeVolume - b.cumulativeVolume);
  const buckets = new Map<number, { end: number; trades: Trade[] }>();
  for (const trade of regular) {
    const bucket = bucketOf(timeframe, trade.exchangeTime, calendar.at(trade.exchangeTime)!)!;
    if (!buckets.has(bucket.start)) buckets.set(bucket.start, { end: bucket.end, trades: [] });
    buckets.get(bucket.start)!.trades.push(trade);
  }
  return [...buckets].map(([start, { end, trades: inside }]) => barOf(inside, start, end, timeframe));
}

function barOf(trades: readonly Trade[], start: number, end: number, timeframe: Timeframe): Bar {
  const prices = trades.map((trade) => trade.price);
  const volume = trades.reduce((sum, trade) => sum + trade.size, 0);
  const paid = trades.reduce((sum, trade) => sum + BigInt(trade.price) * BigInt(trade.size), 0n);
  return {
    symbol: AAPL,
    timeframe,
    start,
    end,
    open: prices[0]!,
    high: Math.max(...prices) as Price,
    low: Math.min(...prices) as Price,
    close: prices.at(-1)!,
    volume,
    tradeCount: trades.length,
    vwap: Number((2n * paid + BigInt(volume)) / (2n * BigInt(volume))) as Price,
    revision: 0,
    quality: 'whole',
  };
}

export type Heard = { readonly kind: 'trade'; readonly trade: Trade } | { readonly kind: 'clock'; readonly time: number };

/** The tape as a bad line delivers it: each trade up to the grace late, some twice, with a clock now and then; at the end the clock passes everything. */
export function delivered(trades: readonly Trade[]): fc.Arbitrary<Heard[]> {
  const delay = fc.integer({ min: 0, max: GRACE - 1 });
  const fate = fc.record({ delay, again: fc.option(delay, { nil: undefined, freq: 4 }), clock: fc.option(delay, { nil: undefined, freq: 4 }) });
  return fc.array(fate, { minLength: trades.length, maxLength: trades.length }).map((fates) => {
    const arrivals: { at: number; heard: Heard }[] = [];
    trades.forEach((trade, index) => {
      const one = fates[index]!;
      const at = trade.exchangeTime + one.delay;
      arrivals.push({ at, heard: { kind: 'trade', trade } });
      if (one.again !== undefined) arrivals.push({ at: Math.max(at, trade.exchangeTime + one.again), heard: { kind: 'trade', trade } });
      if (one.clock !== undefined) arrivals.push({ at: trade.exchangeTime + one.clock, heard: { kind: 'clock', time: trade.exchangeTime + one.clock } });
    });
    const order = arrivals.toSorted((a, b) => a.at - b.at).map(({ heard }) => heard);
    return [...order, { kind: 'clock', time: trades.at(-1)!.exchangeTime + 10 * 60_000 }];
  });
}
