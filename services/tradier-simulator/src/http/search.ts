import type { Market, ShareListing } from '../market/market.js';
import type { Simulation } from '../simulation.js';
import { content, invalidParameter, type Reply } from './reply.js';
import type { Call, Route } from './router.js';
import { listingOf } from './quotes.js';
import { listAnswer } from './wire.js';

export function searchRoutes({ market }: Simulation): Route[] {
  return [
    { method: 'GET', pattern: '/v1/markets/search', rate: 'market', answer: (call) => search(call, market) },
    { method: 'GET', pattern: '/v1/markets/lookup', rate: 'market', answer: (call) => lookup(call, market) },
  ];
}

/** By company or symbol, wherever the words stand. */
function search({ form }: Call, market: Market): Reply {
  const words = (form.get('q') ?? '').toLowerCase();
  if (words === '') return invalidParameter('q', 'is required.');
  return securities(namedOr(market, words, ({ symbol, name }) => symbol.toLowerCase().startsWith(words) || name.toLowerCase().includes(words)));
}

/** By the beginning of the symbol. */
function lookup({ form }: Call, market: Market): Reply {
  const words = (form.get('q') ?? '').toUpperCase();
  const exchanges = form.get('exchanges')?.split(',');
  const types = form.get('types')?.split(',');
  const fits = ({ symbol, exchange, type }: ShareListing) => symbol.startsWith(words) && (exchanges?.includes(exchange) ?? true) && (types?.includes(type) ?? true);
  return securities(namedOr(market, words, fits));
}

/** Those of the list that fit; a symbol that is traded but not on the list is found by its whole name. */
function namedOr(market: Market, words: string, fits: (listing: ShareListing) => boolean): readonly ShareListing[] {
  const listed = market.listings.filter(fits);
  const named = listingOf(words, market);
  return named && fits(named) && !listed.some(({ symbol }) => symbol === named.symbol) ? [named, ...listed] : listed;
}

function securities(found: readonly ShareListing[]): Reply {
  const wires = found.map(({ symbol, exchange, type, name }) => ({ symbol, exchange, type, description: name }));
  return content(listAnswer('securities', 'security', wires, null));
}
