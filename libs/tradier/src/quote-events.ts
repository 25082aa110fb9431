import { price, type EquitySymbol, type Quote, type SessionCalendar, type Trade } from '@sofi/domain';
import type { QuoteFacts } from './feed-watch.js';
import { toSnapshot } from './mapper.js';
import type { WireQuote } from './wire/quotes.js';

/** The last trade that a quote tells of; undefined where there was none. A quote does not say in which hours it was: the calendar does. */
export function toTrade(wire: WireQuote, receivedTime: number, calendar: Pick<SessionCalendar, 'at'>): Trade | undefined {
  const symbol = toSnapshot(wire)?.symbol;
  if (symbol === undefined || wire.last === null || wire.last <= 0 || wire.last_volume <= 0 || wire.trade_date <= 0) return undefined;
  return {
    kind: 'trade',
    symbol,
    price: price(wire.last),
    size: wire.last_volume,
    cumulativeVolume: wire.volume,
    exchange: wire.exch ?? '',
    session: calendar.at(wire.trade_date) ? 'regular' : 'extended',
    exchangeTime: wire.trade_date,
    receivedTime,
  };
}

/** Undefined where it has not both sides. */
export function toQuote(wire: WireQuote, receivedTime: number): Quote | undefined {
  const { symbol, bid, ask, bidSize, askSize } = toSnapshot(wire) ?? {};
  const exchangeTime = Math.max(wire.bid_date, wire.ask_date);
  if (!symbol || !bid || !ask || bidSize === undefined || askSize === undefined || exchangeTime <= 0) return undefined;
  return { kind: 'quote', symbol, bid, bidSize, ask, askSize, exchangeTime, receivedTime };
}

/** What a quote says of how far the stream should have come. */
export function toFacts(wire: WireQuote): QuoteFacts | undefined {
  const snapshot = toSnapshot(wire);
  if (snapshot === undefined) return undefined;
  const { symbol, bid, ask } = snapshot;
  const quoteTime = bid !== null && ask !== null ? Math.max(wire.bid_date, wire.ask_date) : 0;
  return { symbol, volume: wire.volume, tradeTime: wire.trade_date, quoteTime, noMarket: bid === null && ask === null };
}

/** Those that Tradier was asked for and does not know, as it spells them. */
export function unknownOf(symbols: readonly EquitySymbol[], unmatched: readonly string[]): EquitySymbol[] {
  const names = new Set(unmatched);
  return symbols.filter((symbol) => names.has(symbol));
}
