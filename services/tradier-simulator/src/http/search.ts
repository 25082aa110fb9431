import type { ShareListing } from '../market/market.js';
import type { Simulation } from '../simulation.js';
import { content, invalidParameter, type Reply } from './reply.js';
import type { Call, Route } from './router.js';
import { listAnswer } from './wire.js';

export function searchRoutes({ market }: Simulation): Route[] {
  const listings = [...market.listings.values()];
  return [
    { method: 'GET', pattern: '/v1/markets/search', rate: 'market', answer: (call) => search(call, listings) },
    { method: 'GET', pattern: '/v1/markets/lookup', rate: 'market', answer: (call) => lookup(call, listings) },
  ];
}

/** By company or symbol, wherever the words stand. */
function search({ form }: Call, listings: readonly ShareListing[]): Reply {
  const words = (form.get('q') ?? '').toLowerCase();
  if (words === '') return invalidParameter('q', 'is required.');
  return securities(listings.filter(({ symbol, name }) => symbol.toLowerCase().startsWith(words) || name.toLowerCase().includes(words)));
}

/** By the beginning of the symbol. */
function lookup({ form }: Call, listings: readonly ShareListing[]): Reply {
  const words = (form.get('q') ?? '').toUpperCase();
  const exchanges = form.get('exchanges')?.split(',');
  const types = form.get('types')?.split(',');
  const fits = ({ symbol, exchange, type }: ShareListing) => symbol.startsWith(words) && (exchanges?.includes(exchange) ?? true) && (types?.includes(type) ?? true);
  return securities(listings.filter(fits));
}

function securities(found: readonly ShareListing[]): Reply {
  const wires = found.map(({ symbol, exchange, type, name }) => ({ symbol, exchange, type, description: name }));
  return content(listAnswer('securities', 'security', wires, null));
}
