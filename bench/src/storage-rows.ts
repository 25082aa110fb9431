import { price, type Bar, type EquitySymbol } from '@sofi/domain';

const MINUTE = 60_000;
const OPEN = Date.UTC(2024, 0, 2, 14, 30);
const A_DAY = 390;

/** One-minute bars of one symbol, session after session: the same each time, and no two alike, for equal rows would flatter a page cache. */
export function minuteBars(symbol: string, count: number): Bar[] {
  return Array.from({ length: count }, (_, at) => {
    const start = OPEN + Math.floor(at / A_DAY) * 1_440 * MINUTE + (at % A_DAY) * MINUTE;
    const open = 100 + ((at * 7_919) % 5_000) / 100;
    return {
      symbol: symbol as EquitySymbol,
      timeframe: '1m',
      start,
      end: start + MINUTE,
      open: price(open),
      high: price(open + 0.25),
      low: price(open - 0.25),
      close: price(open + 0.01),
      volume: 1_000 + (at % 997),
      tradeCount: 10 + (at % 91),
      vwap: price(open + 0.003217),
      revision: 0,
      quality: 'backfilled',
    };
  });
}
