import type { EndpointCase } from './endpoint-case.js';

const name = { name: 'My List', id: 'my_list', public_id: 'public-6f8f625wti' };
const one = { ...name, items: { item: { symbol: 'BRK/B', id: 'brk/b' } } };
const read = { ...name, items: [{ symbol: 'BRK/B', id: 'brk/b' }] };

export const WATCHLIST_CASES = {
  'watchlists.list': {
    call: (client) => client.watchlists.list(),
    path: '/watchlists',
    answer: { watchlists: { watchlist: name } },
    gives: [name],
  },
  'watchlists.one': {
    call: (client) => client.watchlists.one('my_list'),
    path: '/watchlists/my_list',
    answer: { watchlist: one },
    gives: read,
  },
  'watchlists.create': {
    call: (client) => client.watchlists.create('My List', ['AAPL', 'BRK/B']),
    path: '/watchlists',
    form: { name: 'My List', symbols: 'AAPL,BRK/B' },
    answer: { watchlist: one },
    gives: read,
  },
  'watchlists.update': {
    call: (client) => client.watchlists.update('my_list', 'My List'),
    path: '/watchlists/my_list',
    form: { name: 'My List' },
    answer: { watchlist: { ...name, items: 'null' } },
    gives: { ...name, items: [] },
  },
  'watchlists.delete': {
    call: (client) => client.watchlists.delete('my_list'),
    path: '/watchlists/my_list',
    answer: { watchlists: 'null' },
    gives: [],
  },
  'watchlists.addSymbols': {
    call: (client) => client.watchlists.addSymbols('my_list', ['AAPL', 'BRK/B']),
    path: '/watchlists/my_list/symbols',
    form: { symbols: 'AAPL,BRK/B' },
    answer: { watchlist: one },
    gives: read,
  },
  'watchlists.removeSymbol': {
    call: (client) => client.watchlists.removeSymbol('my_list', 'BRK/B'),
    // the slash of a class share is no part of the path
    path: '/watchlists/my_list/symbols/BRK%2FB',
    answer: { watchlist: name },
    gives: { ...name, items: [] },
  },
} satisfies Record<string, EndpointCase>;
