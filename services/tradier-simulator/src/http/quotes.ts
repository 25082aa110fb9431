import { dollars, type Price } from '@sofi/domain';
import { listingOf } from '../market/listing-of.js';
import type { DayFigures, Market, ShareListing } from '../market/market.js';
import { parseOcc } from '../market/option-model.js';
import type { MarketSight } from '../simulation.js';
import { lots, SHARES_PER_LOT } from '../stream/messages.js';
import { optionQuoteWire } from './option-quote.js';
import { checked, flag, listed, ParameterError } from './parameters.js';
import { change, closeOf } from './quote-figures.js';
import { content, type Reply } from './reply.js';
import type { Call, Route } from './router.js';
import { collapsed } from './wire.js';

export function quoteRoutes(simulation: MarketSight): Route[] {
  const answer = checked((call) => quotes(call, simulation));
  return [
    { method: 'GET', pattern: '/v1/markets/quotes', rate: 'market', answer },
    { method: 'POST', pattern: '/v1/markets/quotes', rate: 'market', answer },
  ];
}

/** What is unknown never fails the others. */
function quotes({ form }: Call, simulation: MarketSight): Reply {
  const names = listed(form, 'symbols');
  if (!names) throw new ParameterError('symbols', 'is required.');
  const [withGreeks, withLots] = [flag(form, 'greeks'), flag(form, 'includeLotSize')];
  const found = names.map((name) => ({ name, quote: quoteOf(name, simulation, withGreeks) }));
  const known = found.flatMap(({ quote }) => (quote ? { ...quote, ...(withLots ? { lot_size: SHARES_PER_LOT } : {}) } : []));
  const unknown = found.flatMap(({ name, quote }) => (quote ? [] : name));
  return content({
    quotes: {
      ...(known.length === 0 ? {} : { quote: collapsed(known) }),
      ...(unknown.length === 0 ? {} : { unmatched_symbols: { symbol: collapsed(unknown) } }),
    },
  });
}

function quoteOf(name: string, { market, now }: MarketSight, withGreeks: boolean): Record<string, unknown> | undefined {
  const contract = parseOcc(name.toUpperCase());
  const listing = listingOf(contract?.underlying ?? name, market);
  if (!listing) return undefined;
  const day = market.day(listing.symbol, now);
  return contract ? optionQuoteWire(contract, day, market, now, withGreeks) : shareQuoteWire(listing, day, market, now);
}

function shareQuoteWire({ symbol, name, exchange, type }: ShareListing, day: DayFigures, market: Market, now: number): Record<string, unknown> {
  const last = day.last?.price;
  const { quote } = day;
  const year = market.year(symbol, now);
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
    close: amount(closeOf(day, market, now)),
    bid: amount(quote?.bid),
    ask: amount(quote?.ask),
    average_volume: year.averageVolume,
    last_volume: day.last?.size ?? 0,
    trade_date: day.last?.exchangeTime ?? 0,
    prevclose: amount(day.previousClose),
    week_52_high: amount(furthest(Math.max, year.high, day.high)),
    week_52_low: amount(furthest(Math.min, year.low, day.low)),
    bidsize: lots(quote?.bidSize ?? 0),
    bidexch: 'Q',
    bid_date: quote?.exchangeTime ?? 0,
    asksize: lots(quote?.askSize ?? 0),
    askexch: 'Q',
    ask_date: quote?.exchangeTime ?? 0,
    root_symbols: symbol.replace('/', ''),
  };
}

function furthest(pick: (...values: number[]) => number, ...prices: readonly (Price | undefined)[]): Price | undefined {
  const known = prices.filter((price) => price !== undefined);
  return known.length === 0 ? undefined : (pick(...known) as Price);
}

function amount(price: Price | undefined): number | null {
  return price === undefined ? null : dollars(price);
}
