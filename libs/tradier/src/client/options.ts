import type { CallOptions } from '../http.js';
import { shaped } from '../wire.js';
import { chainAnswer, expirationsAnswer, lookupAnswer, strikesAnswer, type WireExpiration, type WireRoot } from '../wire/options.js';
import type { WireQuote } from '../wire/quotes.js';
import type { Calls } from './calls.js';

export interface ExpirationsQuery {
  /** needed for the dates of SPXW, RUTW, NDXP, which are roots of SPX, RUT and NDX */
  readonly includeAllRoots?: boolean;
  readonly strikes?: boolean;
  readonly contractSize?: boolean;
  readonly expirationType?: boolean;
}

/** Which options there are. Their greeks come with chains and quotes that ask for them. */
export class Options {
  constructor(private readonly calls: Calls) {}

  /** All options of an underlying that expire on a day, `YYYY-MM-DD`; in no promised order. */
  async chain(symbol: string, expiration: string, query: { readonly greeks?: boolean } = {}, options?: CallOptions): Promise<readonly WireQuote[]> {
    return shaped(chainAnswer, await this.calls.call('options.chain', {}, { symbol, expiration, ...query }, options), 'option chain').options;
  }

  async strikes(symbol: string, expiration: string, query: { readonly includeAllRoots?: boolean } = {}, options?: CallOptions): Promise<readonly number[]> {
    return shaped(strikesAnswer, await this.calls.call('options.strikes', {}, { symbol, expiration, ...query }, options), 'strikes').strikes;
  }

  /** What the query does not ask for is null. */
  async expirations(symbol: string, query: ExpirationsQuery = {}, options?: CallOptions): Promise<readonly WireExpiration[]> {
    return shaped(expirationsAnswer, await this.calls.call('options.expirations', {}, { symbol, ...query }, options), 'expirations').expirations;
  }

  /** The symbols of all options of an underlying, by root. */
  async lookup(underlying: string, options?: CallOptions): Promise<readonly WireRoot[]> {
    return shaped(lookupAnswer, await this.calls.call('options.lookup', {}, { underlying }, options), 'lookup of options').symbols;
  }
}
