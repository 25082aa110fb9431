import { atNewYork, dateOf, price, timeOfDay, type Bar, type EquitySymbol, type Price, type TradedMinutes } from '@sofi/domain';
import { toMinuteBars } from './history-mapper.js';
import { TOO_BIG, TradierError } from './tradier-error.js';
import type { WireMinute } from './wire/markets.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A call of Tradier's time and sales of regular hours: wall clocks of New York, minutes. What ends at a minute may hold prints of it. */
export type Timesales = (interval: 'tick' | '1min', start: string, end: string) => Promise<readonly WireMinute[]>;

/**
 * The minutes that start in [from, to) and in which something traded. Made of ticks, an hour at a time, less where that is too much for one answer; of one-minute
 * bars where ticks are not kept: beyond five days, or none at all though the minutes know of trades. Throws a {@link TradierError}.
 */
export async function tradedMinutes(timesales: Timesales, symbol: EquitySymbol, from: number, to: number): Promise<TradedMinutes> {
  const within = ({ start }: Bar) => start >= from && start < to;
  const ticks = await ticksOf(timesales, from, to);
  if (ticks.length > 0) return { bars: minutesOfTicks(symbol, ticks).filter(within), source: 'ticks' };
  const minutes = toMinuteBars(symbol, await timesales('1min', wallClock(from), wallClockBehind(to)));
  const traded = minutes.filter((bar) => within(bar) && bar.volume > 0);
  return { bars: traded, source: traded.length > 0 ? 'minutes' : 'ticks' };
}

async function ticksOf(timesales: Timesales, from: number, to: number): Promise<WireMinute[]> {
  const ticks: WireMinute[] = [];
  for (let start = from; start < to; start += HOUR) {
    const piece = await ticksOfPiece(timesales, start, Math.min(start + HOUR, to));
    if (piece === undefined) return [];
    ticks.push(...piece);
  }
  return ticks;
}

/** undefined: Tradier does not keep them */
async function ticksOfPiece(timesales: Timesales, from: number, to: number): Promise<WireMinute[] | undefined> {
  try {
    const ticks = await timesales('tick', wallClock(from), wallClockBehind(to));
    return ticks.filter(({ timestamp }) => timestamp >= from && timestamp < to);
  } catch (error) {
    if (!(error instanceof TradierError)) throw error;
    if (error.problem === 'refused') return undefined;
    const half = from + Math.floor((to - from) / 2 / MINUTE) * MINUTE;
    if (error.detail.code !== TOO_BIG || half === from) throw error;
    const [early, late] = [await ticksOfPiece(timesales, from, half), await ticksOfPiece(timesales, half, to)];
    return early && late && [...early, ...late];
  }
}

/** Ticks in the order of the exchange, as Tradier tells them: the first and the last of a minute are its open and close. */
function minutesOfTicks(symbol: EquitySymbol, ticks: readonly WireMinute[]): Bar[] {
  const minutes = new Map<number, { paid: Price; size: number }[]>();
  for (const { timestamp, close, price: last, volume } of ticks) {
    const dollars = close ?? last;
    const start = Math.floor(timestamp / MINUTE) * MINUTE;
    if (!dollars || volume <= 0) continue;
    if (!minutes.has(start)) minutes.set(start, []);
    minutes.get(start)!.push({ paid: price(dollars), size: volume });
  }
  return [...minutes].toSorted(([a], [b]) => a - b).map(([start, prints]) => minuteOf(symbol, start, prints));
}

function minuteOf(symbol: EquitySymbol, start: number, prints: readonly { paid: Price; size: number }[]): Bar {
  const prices = prints.map(({ paid }) => paid);
  const volume = prints.reduce((sum, { size }) => sum + size, 0);
  const paid = prints.reduce((sum, print) => sum + BigInt(print.paid) * BigInt(print.size), 0n);
  const shares = BigInt(volume);
  return {
    symbol,
    timeframe: '1m',
    start,
    end: start + MINUTE,
    open: prices[0]!,
    high: prices.reduce((most, one) => (one > most ? one : most)),
    low: prices.reduce((least, one) => (one < least ? one : least)),
    close: prices.at(-1)!,
    volume,
    tradeCount: prints.length,
    vwap: Number((2n * paid + shares) / (2n * shares)) as Price,
    revision: 0,
    quality: 'backfilled',
  };
}

function wallClock(time: number): string {
  return `${dateOf(time)} ${timeOfDay(time)}`;
}

/** The wall clock of this instant, or of an hour later where the clock shows this one for the second time. */
function wallClockBehind(time: number): string {
  const isSecond = atNewYork(dateOf(time), timeOfDay(time)) < Math.floor(time / MINUTE) * MINUTE;
  return wallClock(isSecond ? time + HOUR : time);
}
