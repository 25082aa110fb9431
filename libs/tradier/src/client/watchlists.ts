import type { CallOptions } from '../http.js';
import { shaped } from '../wire.js';
import { watchlistAnswer, watchlistsAnswer, type WireWatchlist, type WireWatchlistName } from '../wire/watchlists.js';
import type { Calls } from './calls.js';

/** The owner's lists of symbols, which Tradier's own screens show too. An id follows from a name (`My List` is `my_list`) and may change with it. */
export class Watchlists {
  constructor(private readonly calls: Calls) {}

  async list(options?: CallOptions): Promise<readonly WireWatchlistName[]> {
    return shaped(watchlistsAnswer, await this.calls.call('watchlists.list', {}, {}, options), 'watchlists').watchlists;
  }

  async one(watchlist: string, options?: CallOptions): Promise<WireWatchlist> {
    return listIn(await this.calls.call('watchlists.one', { watchlist }, {}, options));
  }

  async create(name: string, symbols: readonly string[] = [], options?: CallOptions): Promise<WireWatchlist> {
    return listIn(await this.calls.call('watchlists.create', {}, { name, symbols: someOf(symbols) }, options));
  }

  /** A new name; with symbols, these in the place of all that were there. */
  async update(watchlist: string, name: string, symbols?: readonly string[], options?: CallOptions): Promise<WireWatchlist> {
    return listIn(await this.calls.call('watchlists.update', { watchlist }, { name, symbols }, options));
  }

  /** What is left. */
  async delete(watchlist: string, options?: CallOptions): Promise<readonly WireWatchlistName[]> {
    return shaped(watchlistsAnswer, await this.calls.call('watchlists.delete', { watchlist }, {}, options), 'watchlists').watchlists;
  }

  async addSymbols(watchlist: string, symbols: readonly string[], options?: CallOptions): Promise<WireWatchlist> {
    return listIn(await this.calls.call('watchlists.addSymbols', { watchlist }, { symbols }, options));
  }

  async removeSymbol(watchlist: string, symbol: string, options?: CallOptions): Promise<WireWatchlist> {
    return listIn(await this.calls.call('watchlists.removeSymbol', { watchlist, symbol }, {}, options));
  }
}

function listIn(content: unknown): WireWatchlist {
  return shaped(watchlistAnswer, content, 'watchlist').watchlist;
}

function someOf(symbols: readonly string[]): readonly string[] | undefined {
  return symbols.length === 0 ? undefined : symbols;
}
