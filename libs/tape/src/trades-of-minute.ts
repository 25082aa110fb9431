import type { EquitySymbol, Price, SessionCalendar, Trade } from '@sofi/domain';
import { MarketDay } from './market-day.js';
import type { Minute } from './minute.js';

export const LAST_PRINT_MS = 59_000;
/** ms into the minute at which its open, low, high and close are traded */
const OFFSETS = [0, 15_000, 30_000, LAST_PRINT_MS] as const;

/** Up to four trades that make the same bar again, its volume included: open, low, high, close, each only where the price moves. */
export function* tradesOfMinutes(minutes: Iterable<Minute>, symbol: EquitySymbol, calendar: SessionCalendar): Iterable<Trade> {
  const day = new MarketDay(calendar);
  let cumulativeVolume = 0;
  for (const minute of minutes) {
    if (day.enters(minute.start)) cumulativeVolume = 0;
    const session = day.session(minute.start);
    for (const print of printsOf(minute)) {
      cumulativeVolume += print.size;
      const exchangeTime = minute.start + print.offset;
      yield { kind: 'trade', symbol, price: print.price, size: print.size, cumulativeVolume, exchange: 'Q', session, exchangeTime, receivedTime: exchangeTime };
    }
  }
}

interface Print {
  readonly price: Price;
  readonly offset: number;
  readonly size: number;
}

function printsOf({ open, low, high, close, volume }: Minute): Print[] {
  const path = [open, low, high, close];
  const turns = path.map((price, at) => ({ price, offset: OFFSETS[at] ?? 0 })).filter(({ price }, at) => at === 0 || price !== path[at - 1]);
  const kept = turns.slice(0, volume);
  const each = Math.floor(volume / kept.length);
  return kept.map((turn, at) => ({ ...turn, size: at === kept.length - 1 ? volume - each * (kept.length - 1) : each }));
}
