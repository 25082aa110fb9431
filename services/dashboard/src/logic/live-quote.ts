import type { QuoteRow, QuoteTick, SymbolFeed, TradeTick } from '../wire.js';
import { arrivalOf } from './age.js';

/** What a card shows: the newest of everything that has been said of a symbol. */
export interface LiveQuote {
  readonly symbol: string;
  readonly description: string;
  readonly last: number | null;
  readonly bid: number | null;
  readonly ask: number | null;
  readonly bidSize: number;
  readonly askSize: number;
  readonly open: number | null;
  readonly high: number | null;
  readonly low: number | null;
  readonly previousClose: number | null;
  readonly volume: number;
  /** of the newest event, on the exchange's clock */
  readonly exchangeTime: number;
  /** of the newest event, on this browser's clock: the age counts from here */
  readonly arrivedAt: number;
  /** how far these prices can be trusted; null where the server has not said */
  readonly feed: QuoteRow['feed'];
}

function emptyQuote(symbol: string): LiveQuote {
  const nothing = { last: null, bid: null, ask: null, open: null, high: null, low: null, previousClose: null };
  return { symbol, description: '', ...nothing, bidSize: 0, askSize: 0, volume: 0, exchangeTime: 0, arrivedAt: 0, feed: null };
}

/** A REST answer fills what the socket never says (name, open, previous close) and does not set a newer price back. */
export function withAnswer(known: LiveQuote | undefined, row: QuoteRow, now: number): LiveQuote {
  const { receivedTime, ...rest } = row;
  const fromServer: LiveQuote = { ...rest, arrivedAt: arrivalOf(receivedTime, now) };
  if (!known || known.exchangeTime <= row.exchangeTime) return fromServer;
  return {
    ...fromServer,
    last: known.last ?? row.last,
    bid: known.bid ?? row.bid,
    ask: known.ask ?? row.ask,
    high: highest(known.high, row.high),
    low: lowest(known.low, row.low),
    volume: Math.max(known.volume, row.volume),
    exchangeTime: known.exchangeTime,
    arrivedAt: known.arrivedAt,
    feed: known.feed ?? row.feed,
  };
}

/** A trade older than what is shown changes nothing: late prints are for candles, not for the last price. */
export function withTrade(known: LiveQuote | undefined, tick: TradeTick, arrivedAt: number): LiveQuote {
  const quote = known ?? emptyQuote(tick.symbol);
  if (tick.exchangeTime < quote.exchangeTime && quote.last !== null) return quote;
  const regular = tick.session === 'regular';
  return {
    ...quote,
    last: tick.price,
    open: quote.open ?? (regular ? tick.price : null),
    high: regular ? highest(quote.high, tick.price) : quote.high,
    low: regular ? lowest(quote.low, tick.price) : quote.low,
    volume: Math.max(quote.volume, tick.cumulativeVolume),
    exchangeTime: Math.max(quote.exchangeTime, tick.exchangeTime),
    arrivedAt,
  };
}

export function withBook(known: LiveQuote | undefined, tick: QuoteTick, arrivedAt: number): LiveQuote {
  const quote = known ?? emptyQuote(tick.symbol);
  const { bid, ask, bidSize, askSize } = tick;
  return { ...quote, bid, ask, bidSize, askSize, exchangeTime: Math.max(quote.exchangeTime, tick.exchangeTime), arrivedAt };
}

export function withFeed(known: LiveQuote | undefined, { symbol, ...feed }: SymbolFeed): LiveQuote {
  return { ...(known ?? emptyQuote(symbol)), feed };
}

/** Against the previous close, in dollars and percent; undefined while either is unknown. */
export function changeOf(quote: LiveQuote): { dollars: number; percent: number } | undefined {
  if (quote.last === null || !quote.previousClose) return undefined;
  const dollars = quote.last - quote.previousClose;
  return { dollars, percent: (dollars / quote.previousClose) * 100 };
}

const highest = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : Math.max(a, b));
const lowest = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : Math.min(a, b));
