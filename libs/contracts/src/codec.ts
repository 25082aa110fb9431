import { price, type Bar, type Quote, type Trade } from '@sofi/domain';
import { z } from 'zod';

const text = new TextDecoder();

/** A value of the core → the JSON that travels. */
export function encode<S extends z.ZodType>(schema: S, value: z.output<S>): string {
  return JSON.stringify(z.encode(schema, value));
}

/** The JSON that travels → a value of the core. Throws a ZodError that names every field at fault. */
export function decode<S extends z.ZodType>(schema: S, data: Uint8Array | string): z.output<S> {
  return z.decode(schema, JSON.parse(typeof data === 'string' ? data : text.decode(data)) as z.input<S>);
}

/**
 * Trades, quotes and forming bars are most of all traffic, so they have codecs by hand: the same JSON as their schemas (the spec holds them equal), several times as fast.
 * They are read without the schema: only market-data may publish them, and it has checked every field at the broker's door.
 */
export function encodeTrade(trade: Trade): string {
  return `{"kind":"trade","symbol":"${trade.symbol}","price":${trade.price / 1e6},"size":${trade.size},"cumulativeVolume":${trade.cumulativeVolume},"exchange":${JSON.stringify(trade.exchange)},"session":"${trade.session}","exchangeTime":${trade.exchangeTime},"receivedTime":${trade.receivedTime}}`;
}

export function encodeQuote(quote: Quote): string {
  return `{"kind":"quote","symbol":"${quote.symbol}","bid":${quote.bid / 1e6},"bidSize":${quote.bidSize},"ask":${quote.ask / 1e6},"askSize":${quote.askSize},"exchangeTime":${quote.exchangeTime},"receivedTime":${quote.receivedTime}}`;
}

export function encodeBar(bar: Bar): string {
  const prices = `"open":${bar.open / 1e6},"high":${bar.high / 1e6},"low":${bar.low / 1e6},"close":${bar.close / 1e6}`;
  const counts = `"volume":${bar.volume},"tradeCount":${bar.tradeCount},"vwap":${bar.vwap / 1e6},"revision":${bar.revision},"quality":"${bar.quality}"`;
  return `{"symbol":"${bar.symbol}","timeframe":"${bar.timeframe}","start":${bar.start},"end":${bar.end},${prices},${counts}}`;
}

export function decodeTrade(data: Uint8Array): Trade {
  const wire = JSON.parse(text.decode(data)) as { price: number };
  return { ...wire, price: price(wire.price) } as Trade;
}

export function decodeQuote(data: Uint8Array): Quote {
  const wire = JSON.parse(text.decode(data)) as { bid: number; ask: number };
  return { ...wire, bid: price(wire.bid), ask: price(wire.ask) } as Quote;
}
