/** Symbols under a name of the user's. */
export interface Watchlist {
  readonly name: string;
  readonly symbols: readonly string[];
}

/** There for each user from the beginning. */
export const DEFAULT_WATCHLIST = { id: 'default', list: { name: 'default', symbols: [] } } as const;

/** `My Watchlist` → `my_watchlist` */
export function watchlistId(name: string): string {
  return name.trim().toLowerCase().replaceAll(/\s+/g, '_');
}

/** Each symbol once, the new ones after the old. */
export function withSymbols(list: Watchlist, symbols: readonly string[]): Watchlist {
  return { ...list, symbols: [...new Set([...list.symbols, ...symbols])] };
}

export function withoutSymbol(list: Watchlist, symbol: string): Watchlist {
  return { ...list, symbols: list.symbols.filter((each) => each !== symbol) };
}
