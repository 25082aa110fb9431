import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { equitySymbol, nyseCalendar, price, type EquitySymbol, type Trade } from '../src/index.js';

/** Whole days of real prints, where they are at hand: nothing of them is part of this repository. */
const FOLDER = new URL('../../../../../shared/data/', import.meta.url);
export const RECORDED_DAY = '2013-10-07';

export function recorded(path: string): URL {
  return new URL(path, FOLDER);
}

export function ticksOf(name: string): URL {
  return recorded(`ticks/${name}_20131007_trades.csv.gz`);
}

export function hasRecordings(...files: readonly URL[]): boolean {
  return files.every((file) => existsSync(file));
}

export function linesOf(file: URL): string[][] {
  return gunzipSync(readFileSync(file))
    .toString('utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
}

/** The day's prints in order, but for the suspicious ones; the cumulative volume counts up from 0. */
export function recordedPrints(name: string): Trade[] {
  const calendar = nyseCalendar();
  const symbol: EquitySymbol = equitySymbol(name);
  let cumulativeVolume = 0;
  return linesOf(ticksOf(name))
    .filter(([, , size, , , suspicious]) => Number(size) > 0 && suspicious === '0')
    .map(([time, dollars, size, exchange]) => {
      const exchangeTime = Date.parse(time!);
      cumulativeVolume += Number(size);
      return {
        kind: 'trade',
        symbol,
        price: price(Number(dollars)),
        size: Number(size),
        cumulativeVolume,
        exchange: exchange!,
        session: calendar.at(exchangeTime) ? 'regular' : 'extended',
        exchangeTime,
        receivedTime: exchangeTime,
      };
    });
}
