import type { QuoteAnswer } from '@sofi/contracts';
import { dollars, type DaySnapshot, type Price, type Quote, type SymbolFeed, type Trade } from '@sofi/domain';

/** What the stream said last of a symbol. */
export interface NewestOfSymbol {
  readonly quote?: Quote | undefined;
  readonly trade?: Trade | undefined;
  readonly feed?: SymbolFeed | undefined;
}

/**
 * The broker's day so far, brought up to date by the newest quote and trade of the stream, where they are newer.
 * `receivedTime` is when we heard of the newest of the three; a snapshot is heard of when it is asked for.
 */
export function quoteAnswerOf(snapshot: DaySnapshot, { quote, trade, feed }: NewestOfSymbol, now: number): QuoteAnswer {
  const newQuote = newer(quote, snapshot);
  const newTrade = newer(trade, snapshot);
  const regular = newTrade?.session === 'regular' ? newTrade.price : undefined;
  const newest = latest(newQuote, newTrade);
  return {
    symbol: snapshot.symbol,
    description: snapshot.description,
    last: inDollars(newTrade?.price ?? snapshot.last),
    bid: inDollars(newQuote?.bid ?? snapshot.bid),
    ask: inDollars(newQuote?.ask ?? snapshot.ask),
    bidSize: newQuote?.bidSize ?? snapshot.bidSize,
    askSize: newQuote?.askSize ?? snapshot.askSize,
    open: inDollars(snapshot.open ?? regular ?? null),
    high: inDollars(extreme(snapshot.high, regular, Math.max)),
    low: inDollars(extreme(snapshot.low, regular, Math.min)),
    previousClose: inDollars(snapshot.previousClose),
    volume: Math.max(snapshot.volume, newTrade?.cumulativeVolume ?? 0),
    exchangeTime: newest?.exchangeTime ?? snapshot.time,
    receivedTime: newest?.receivedTime ?? now,
    feed: feed ? feedOf(feed) : null,
  };
}

function feedOf({ symbol: _known, ...feed }: SymbolFeed): QuoteAnswer['feed'] {
  return feed;
}

function newer<E extends Quote | Trade>(event: E | undefined, snapshot: DaySnapshot): E | undefined {
  return event && event.exchangeTime >= snapshot.time ? event : undefined;
}

function latest(quote: Quote | undefined, trade: Trade | undefined): Quote | Trade | undefined {
  if (!quote || !trade) return quote ?? trade;
  return quote.exchangeTime > trade.exchangeTime ? quote : trade;
}

function extreme(day: Price | null, traded: Price | undefined, of: (...prices: number[]) => number): Price | null {
  if (day === null || traded === undefined) return day ?? traded ?? null;
  return of(day, traded) as Price;
}

function inDollars(amount: Price | null): number | null {
  return amount === null ? null : dollars(amount);
}
