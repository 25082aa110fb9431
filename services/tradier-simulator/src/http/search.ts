import { isEasyToBorrow } from '../market/easy-to-borrow.js';
import { listingOf } from '../market/listing-of.js';
import type { Market, ShareListing } from '../market/market.js';
import type { Simulation } from '../simulation.js';
import { checked, flag, listed, ParameterError, required } from './parameters.js';
import { content, type Reply } from './reply.js';
import type { Call, Route } from './router.js';
import { listAnswer } from './wire.js';

const TYPES: ReadonlySet<string> = new Set(['stock', 'option', 'etf', 'index']);

export function searchRoutes({ market }: Simulation): Route[] {
  const read = (name: string, answer: (call: Call) => Reply): Route => ({ method: 'GET', pattern: `/v1/markets/${name}`, rate: 'market', answer: checked(answer) });
  return [
    read('search', (call) => search(call, market)),
    read('lookup', (call) => lookup(call, market)),
    read('etb', () => securities(market.listings.filter(({ symbol }) => isEasyToBorrow(symbol)))),
  ];
}

/** By company or symbol, wherever the words stand. There are no indices in these markets, asked for or not. */
function search({ form }: Call, market: Market): Reply {
  const words = required(form, 'q').toLowerCase();
  flag(form, 'indexes');
  return securities(namedOr(market, words, ({ symbol, name }) => symbol.toLowerCase().startsWith(words) || name.toLowerCase().includes(words)));
}

/** By the beginning of the symbol. */
function lookup({ form }: Call, market: Market): Reply {
  const words = (form.get('q') ?? '').trim().toUpperCase();
  const [exchanges, types] = [listed(form, 'exchanges'), listed(form, 'types')];
  if (types?.some((type) => !TYPES.has(type))) throw new ParameterError('types');
  const fits = ({ symbol, exchange, type }: ShareListing) => symbol.startsWith(words) && (exchanges?.includes(exchange) ?? true) && (types?.includes(type) ?? true);
  return securities(namedOr(market, words, fits));
}

/** Those of the list that fit; a symbol that is traded but not on the list is found by its whole name. */
function namedOr(market: Market, words: string, fits: (listing: ShareListing) => boolean): readonly ShareListing[] {
  const fitting = market.listings.filter(fits);
  const named = listingOf(words, market);
  return named && fits(named) && !fitting.some(({ symbol }) => symbol === named.symbol) ? [named, ...fitting] : fitting;
}

function securities(found: readonly ShareListing[]): Reply {
  const wires = found.map(({ symbol, exchange, type, name }) => ({ symbol, exchange, type, description: name }));
  return content(listAnswer('securities', 'security', wires, null));
}
