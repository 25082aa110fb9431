import { atNewYork, dateOf, price, shiftDate, type Bar, type EquitySymbol, type Session } from '@sofi/domain';
import type { DailyHours } from './daily-hours.js';
import type { WireCalendarDay, WireDay, WireMinute } from './wire/markets.js';

const MINUTE = 60_000;
const MIDNIGHT = '24:00';

/** Minutes → bars, oldest first, each minute once; those without a price are left out, and the quiet ones between two of a day filled in flat. */
export function toMinuteBars(symbol: EquitySymbol, minutes: readonly WireMinute[]): Bar[] {
  const byStart = new Map(minutes.flatMap((minute) => toMinuteBar(symbol, minute) ?? []).map((bar) => [bar.start, bar]));
  const bars = [...byStart.values()].toSorted((a, b) => a.start - b.start);
  return bars.flatMap((bar, index) => [...quietMinutes(bars[index - 1], bar), bar]);
}

function toMinuteBar(symbol: EquitySymbol, wire: WireMinute): Bar | undefined {
  const prices = toPrices(wire);
  const start = Math.floor(wire.timestamp / MINUTE) * MINUTE;
  return prices && { ...common(symbol, wire.volume), timeframe: '1m', start, end: start + MINUTE, ...prices, vwap: wire.vwap ? price(wire.vwap) : prices.close };
}

function quietMinutes(before: Bar | undefined, bar: Bar): Bar[] {
  if (before === undefined || dateOf(before.start) !== dateOf(bar.start)) return [];
  const flat = { open: before.close, high: before.close, low: before.close, close: before.close, vwap: before.close, volume: 0 };
  const quiet = (bar.start - before.end) / MINUTE;
  return Array.from({ length: quiet }, (_, index) => {
    const start = before.end + index * MINUTE;
    return { ...before, ...flat, start, end: start + MINUTE };
  });
}

/** Undefined for a day without prices. */
export function toDailyBar(symbol: EquitySymbol, wire: WireDay, hours: DailyHours): Bar | undefined {
  const prices = toPrices(wire);
  const session = hours.on(wire.date);
  const start = session?.open ?? atNewYork(wire.date, '09:30');
  const end = session?.close ?? atNewYork(wire.date, '16:00');
  return prices && { ...common(symbol, wire.volume), timeframe: '1d', start, end, ...prices, vwap: prices.close };
}

function toPrices(wire: Pick<WireDay, 'open' | 'high' | 'low' | 'close'>): Pick<Bar, 'open' | 'high' | 'low' | 'close'> | undefined {
  const { open, high, low, close } = wire;
  if (!open || !high || !low || !close) return undefined;
  return { open: price(open), high: price(high), low: price(low), close: price(close) };
}

function common(symbol: EquitySymbol, volume: number): Pick<Bar, 'symbol' | 'volume' | 'tradeCount' | 'revision' | 'quality'> {
  return { symbol, volume, tradeCount: 0, revision: 0, quality: 'backfilled' };
}

/** Undefined for a day without trading. */
export function toSession(day: WireCalendarDay): Session | undefined {
  if (day.status !== 'open' || !day.open) return undefined;
  const open = atNewYork(day.date, day.open.start);
  const close = endOf(day.date, day.open.end);
  return {
    date: day.date,
    open,
    close,
    preOpen: day.premarket ? atNewYork(day.date, day.premarket.start) : open,
    postClose: day.postmarket ? endOf(day.date, day.postmarket.end) : close,
  };
}

function endOf(date: string, time: string): number {
  return time === MIDNIGHT ? atNewYork(shiftDate(date, 1), '00:00') : atNewYork(date, time);
}
