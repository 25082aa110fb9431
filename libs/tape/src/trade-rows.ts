import { price, type EquitySymbol, type SessionCalendar, type Trade } from '@sofi/domain';
import { MarketDay } from './market-day.js';
import { rowsOf, timeIn } from './table.js';

export const TRADE_COLUMNS = ['time_utc', 'price', 'size', 'exchange', 'condition_hex', 'suspicious'] as const;

/** Trades of a file, oldest first; suspicious prints and prints of no shares are left out. Volume is counted anew each New York day. */
export function* tradesIn(text: string, file: string, symbol: EquitySymbol, calendar: SessionCalendar): Iterable<Trade> {
  const day = new MarketDay(calendar);
  let cumulativeVolume = 0;
  for (const [time = '', paid = '', shares = '', exchange = '', , suspicious = ''] of rowsOf(text, file, TRADE_COLUMNS)) {
    const size = Number(shares);
    if (suspicious === '1' || !(size > 0)) continue;
    const exchangeTime = timeIn(time, file);
    cumulativeVolume = (day.enters(exchangeTime) ? 0 : cumulativeVolume) + size;
    yield {
      kind: 'trade',
      symbol,
      price: price(Number(paid)),
      size,
      cumulativeVolume,
      exchange,
      session: day.session(exchangeTime),
      exchangeTime,
      receivedTime: exchangeTime,
    };
  }
}
