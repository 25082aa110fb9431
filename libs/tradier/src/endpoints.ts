import type { Mode } from '@sofi/domain';

/** Tradier counts requests by these, each in a minute of its own. */
export type RateClass = 'standard' | 'market' | 'trading';
export const RATE_CLASSES: readonly RateClass[] = ['standard', 'market', 'trading'];

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** A read may be sent again; a change is sent once, whatever happens. */
export type Endpoint = ({ readonly effect: 'read'; readonly method: 'GET' | 'POST' } | { readonly effect: 'change'; readonly method: 'POST' | 'PUT' | 'DELETE' }) & {
  /** below `/v1`, or whatever `version` says */
  readonly path: string;
  readonly rate: RateClass;
  readonly version?: 'beta';
  /** the environments that do not offer it */
  readonly absentFrom?: readonly Mode[];
};

const read = <P extends string>(path: P, rate: RateClass) => ({ method: 'GET', path, rate, effect: 'read' }) as const;
const change = <M extends 'POST' | 'PUT' | 'DELETE', P extends string>(method: M, path: P, rate: RateClass) => ({ method, path, rate, effect: 'change' }) as const;
/** Their limit is not published; they are below /markets and are counted with it until an answer says otherwise. */
const fundamentals = <P extends string>(name: P) => ({ ...read(`/markets/fundamentals/${name}`, 'market'), version: 'beta', absentFrom: ['sandbox'] }) as const;

/** All that Tradier offers and this library calls. An order's preview is a POST like the order itself. */
export const ENDPOINTS = {
  'user.profile': read('/user/profile', 'standard'),

  'accounts.balances': read('/accounts/{account}/balances', 'standard'),
  'accounts.historicalBalances': read('/accounts/{account}/historical-balances', 'standard'),
  'accounts.positions': read('/accounts/{account}/positions', 'standard'),
  'accounts.history': { ...read('/accounts/{account}/history', 'standard'), absentFrom: ['sandbox'] },
  'accounts.gainLoss': read('/accounts/{account}/gainloss', 'standard'),
  'positionGroups.list': read('/accounts/{account}/position-groups', 'standard'),
  'positionGroups.create': change('POST', '/accounts/{account}/position-groups', 'standard'),
  'positionGroups.update': change('PUT', '/accounts/{account}/position-groups/{group}', 'standard'),
  'positionGroups.delete': change('DELETE', '/accounts/{account}/position-groups/{group}', 'standard'),

  'orders.list': read('/accounts/{account}/orders', 'standard'),
  'orders.one': read('/accounts/{account}/orders/{order}', 'standard'),
  'orders.place': change('POST', '/accounts/{account}/orders', 'trading'),
  'orders.modify': change('PUT', '/accounts/{account}/orders/{order}', 'trading'),
  'orders.cancel': change('DELETE', '/accounts/{account}/orders/{order}', 'trading'),

  'markets.quotes': read('/markets/quotes', 'market'),
  // a read that is too long for an address
  'markets.quotesByPost': { method: 'POST', path: '/markets/quotes', rate: 'market', effect: 'read' },
  'markets.history': read('/markets/history', 'market'),
  'markets.timesales': read('/markets/timesales', 'market'),
  'markets.clock': read('/markets/clock', 'market'),
  'markets.calendar': read('/markets/calendar', 'market'),
  'markets.etb': read('/markets/etb', 'market'),
  'markets.search': read('/markets/search', 'market'),
  'markets.lookup': read('/markets/lookup', 'market'),

  'options.chain': read('/markets/options/chains', 'market'),
  'options.strikes': read('/markets/options/strikes', 'market'),
  'options.expirations': read('/markets/options/expirations', 'market'),
  'options.lookup': read('/markets/options/lookup', 'market'),

  'fundamentals.company': fundamentals('company'),
  'fundamentals.calendars': fundamentals('calendars'),
  'fundamentals.dividends': fundamentals('dividends'),
  'fundamentals.corporateActions': fundamentals('corporate_actions'),
  'fundamentals.ratios': fundamentals('ratios'),
  'fundamentals.financials': fundamentals('financials'),
  'fundamentals.statistics': fundamentals('statistics'),

  'watchlists.list': read('/watchlists', 'standard'),
  'watchlists.one': read('/watchlists/{watchlist}', 'standard'),
  'watchlists.create': change('POST', '/watchlists', 'standard'),
  'watchlists.update': change('PUT', '/watchlists/{watchlist}', 'standard'),
  'watchlists.delete': change('DELETE', '/watchlists/{watchlist}', 'standard'),
  'watchlists.addSymbols': change('POST', '/watchlists/{watchlist}/symbols', 'standard'),
  'watchlists.removeSymbol': change('DELETE', '/watchlists/{watchlist}/symbols/{symbol}', 'standard'),

  // one session at a time: a second POST may end the first one's stream, so the stream itself decides when to ask again
  'sessions.market': change('POST', '/markets/events/session', 'market'),
  'sessions.account': change('POST', '/accounts/events/session', 'standard'),
} as const satisfies Record<string, Endpoint>;

export type EndpointName = keyof typeof ENDPOINTS;

type NamesIn<P extends string> = P extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
/** What the path of an endpoint leaves open: `{ account: …, order: … }`. */
export type PathOf<N extends EndpointName> = Readonly<Record<NamesIn<(typeof ENDPOINTS)[N]['path']>, string>>;

/** `/accounts/{account}/orders`, `{ account: 'VA000001' }` → `/accounts/VA000001/orders`. */
export function filledPath(pattern: string, parts: Readonly<Record<string, string>>): string {
  return pattern.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(parts[name] ?? ''));
}

const MATCHERS = Object.values(ENDPOINTS).map((endpoint: Endpoint) => ({ endpoint, pattern: new RegExp(`^${endpoint.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`) }));

/** The endpoint that a request goes to; undefined for what is none of Tradier's, a simulator's own pages for example. */
export function endpointOf(method: Method, path: string): Endpoint | undefined {
  return MATCHERS.find(({ endpoint, pattern }) => endpoint.method === method && pattern.test(path))?.endpoint;
}
