import { dateOf, dollars, equitySymbol, RuleError, type Price } from '@sofi/domain';
import type { DayFigures, Market, ShareListing } from '../market/market.js';
import type { MarketSight } from '../simulation.js';
import { lots } from '../stream/messages.js';
import { content, invalidParameter, type Reply } from './reply.js';
import type { Call, Route } from './router.js';
import { collapsed } from './wire.js';

export function quoteRoutes(simulation: MarketSight): Route[] {
  const answer = (call: Call) => quotes(call, simulation);
  return [
    { method: 'GET', pattern: '/v1/markets/quotes', rate: 'market', answer },
    { method: 'POST', pattern: '/v1/markets/quotes', rate: 'market', answer },
  ];
}

function quotes({ form }: Call, simulation: MarketSight): Reply {
  const names = (form.get('symbols') ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0) return invalidParameter('symbols', 'is required.');
  const found = names.map((name) => ({ name, listing: listingOf(name, simulation.market) }));
  const known = found.flatMap(({ listing }) => (listing ? quoteWire(listing, simulation) : []));
  const unknown = found.flatMap(({ name, listing }) => (listing ? [] : name));
  return content({
    quotes: {
      ...(known.length === 0 ? {} : { quote: collapsed(known) }),
      ...(unknown.length === 0 ? {} : { unmatched_symbols: { symbol: collapsed(unknown) } }),
    },
  });
}

/** The listing of what a client calls by this name, if there is one. */
export function listingOf(name: string, market: Market): ShareListing | undefined {
  try {
    return market.listing(equitySymbol(name));
  } catch (error) {
    if (error instanceof RuleError) return undefined;
    throw error;
  }
}

function quoteWire({ symbol, name, exchange, type }: ShareListing, { market, now }: MarketSight): Record<string, unknown> {
  const day = market.day(symbol, now);
  const last = day.last?.price;
  const { quote } = day;
  return {
    symbol,
    description: name,
    exch: exchange,
    type,
    last: amount(last),
    ...change(last, day.previousClose),
    volume: day.volume,
    open: amount(day.open),
    high: amount(day.high),
    low: amount(day.low),
    close: hasClosed(day, { market, now }) ? amount(last) : null,
    bid: amount(quote?.bid),
    ask: amount(quote?.ask),
    average_volume: day.previousVolume,
    last_volume: day.last?.size ?? 0,
    trade_date: day.last?.exchangeTime ?? 0,
    prevclose: amount(day.previousClose),
    week_52_high: null,
    week_52_low: null,
    bidsize: lots(quote?.bidSize ?? 0),
    bidexch: 'Q',
    bid_date: quote?.exchangeTime ?? 0,
    asksize: lots(quote?.askSize ?? 0),
    askexch: 'Q',
    ask_date: quote?.exchangeTime ?? 0,
    root_symbols: symbol,
  };
}

function change(last: Price | undefined, previousClose: Price | undefined): Record<string, number | null> {
  if (last === undefined || previousClose === undefined) return { change: null, change_percentage: null };
  return { change: (last - previousClose) / 1e6, change_percentage: Math.round(((last - previousClose) / previousClose) * 10_000) / 100 };
}

/** Today's close is told once the session is over. */
function hasClosed(day: DayFigures, { market, now }: MarketSight): boolean {
  const session = market.calendar.on(dateOf(now));
  return day.open !== undefined && session !== undefined && now >= session.close;
}

function amount(price: Price | undefined): number | null {
  return price === undefined ? null : dollars(price);
}
