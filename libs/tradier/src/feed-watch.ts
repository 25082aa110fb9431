import type { EquitySymbol } from '@sofi/domain';

/** All in ms. */
export interface WatchTiming {
  /** a symbol is suspect when it is silent for so many times the interval at which its events came */
  readonly factor: number;
  /** but never sooner than the least, nor later than the most */
  readonly least: number;
  readonly most: number;
  /** the same for all symbols together, which are quiet far more rarely */
  readonly leastOfAll: number;
  readonly mostOfAll: number;
  /** between two looks at Tradier's quotes */
  readonly between: number;
  /** what Tradier's quotes know and the stream has not told has so long to come, for it may be on its way */
  readonly grace: number;
}
export const WATCH_TIMING: WatchTiming = { factor: 20, least: 5_000, most: 300_000, leastOfAll: 3_000, mostOfAll: 30_000, between: 5_000, grace: 3_000 };

/** What Tradier's quotes say of one symbol. Times are the exchange's, ms; 0 where there was none. */
export interface QuoteFacts {
  readonly symbol: EquitySymbol;
  readonly volume: number;
  readonly tradeTime: number;
  /** of a quote with both sides: others are not passed on by the stream either */
  readonly quoteTime: number;
  /** neither bid nor ask */
  readonly noMarket: boolean;
}

export type Trust =
  | { readonly state: 'unheard' }
  | { readonly state: 'trusted'; readonly reason: string }
  | { readonly state: 'stale'; readonly reason: string }
  | { readonly state: 'halted'; readonly reason: string }
  | { readonly state: 'unknown'; readonly reason: string };

interface Watched {
  /** on our clock; a new connection begins anew */
  heardAt: number;
  /** weighted mean of the intervals between its events, the newest with an eighth */
  interval: number;
  /** doubles with each look, until it is heard again */
  patience: number;
  /** in Tradier's quotes, on our clock: of many silent ones each has its turn */
  lookedAt: number;
  /** the newest known, heard or, before anything was, looked up */
  volume: number;
  tradeTime: number;
  quoteTime: number;
  /** exchange time of what was passed on last */
  eventTime: number;
  /** since when Tradier's quotes are known to be ahead of the stream; 0 where they are not */
  aheadSince: number;
  trust: Trust;
}

const UNHEARD: Trust = { state: 'unheard' };
const HEARD: Trust = { state: 'trusted', reason: 'events come in' };
const QUIET: Trust = { state: 'trusted', reason: "quiet: Tradier's quotes show nothing newer" };
const HALTED: Trust = { state: 'halted', reason: "Tradier's quotes show neither bid nor ask" };
const AHEAD: Trust = { state: 'stale', reason: "Tradier's quotes are newer than what the stream tells" };
const UNKNOWN: Trust = { state: 'unknown', reason: 'Tradier does not know this symbol' };

/** of events that come so far apart before any is known; such a symbol is looked at after `factor` times that */
const FIRST_INTERVAL = 500;
/** as many as fit into one request */
const AT_ONCE = 200;

/**
 * Decides which symbols are stale, from how often their events come and from what Tradier's quotes say when they do not: a silent symbol
 * is suspect, no more. Quotes that show nothing newer make it quiet; quotes that are ahead, and stay ahead, make it stale. Knows no clock:
 * `now` is ours, in ms. One look-up and no allocation per event.
 */
export class FeedWatch {
  readonly #symbols = new Map<EquitySymbol, Watched>();
  readonly #all = { heardAt: 0, interval: FIRST_INTERVAL, patience: 1 };
  #lookedAt = -Infinity;
  #lookedAtAll = 0;
  #unavailable = '';

  constructor(private readonly timing: WatchTiming = WATCH_TIMING) {}

  /** Replaces the list; what is known of those that stay is kept. */
  follow(symbols: readonly EquitySymbol[], now: number): void {
    const wanted = new Set(symbols);
    for (const symbol of this.#symbols.keys()) if (!wanted.has(symbol)) this.#symbols.delete(symbol);
    for (const symbol of wanted) if (!this.#symbols.has(symbol)) this.#symbols.set(symbol, unheard(now));
  }

  /** A new stream: silence counts from here, and what was stale may come to life. */
  opened(now: number): void {
    this.#all.heardAt = now;
    this.#all.patience = 1;
    this.#unavailable = '';
    for (const watched of this.#symbols.values()) Object.assign(watched, { heardAt: now, patience: 1, aheadSince: 0, trust: UNHEARD });
  }

  /** True where it changes how far the symbol can be trusted. */
  heardTrade(symbol: EquitySymbol, volume: number, time: number, now: number): boolean {
    const watched = this.#symbols.get(symbol);
    if (watched === undefined) return false;
    if (time >= watched.tradeTime) {
      watched.tradeTime = time;
      watched.volume = volume;
    }
    return this.#heard(watched, time, now);
  }

  heardQuote(symbol: EquitySymbol, time: number, now: number): boolean {
    const watched = this.#symbols.get(symbol);
    if (watched === undefined) return false;
    if (time > watched.quoteTime) watched.quoteTime = time;
    return this.#heard(watched, time, now);
  }

  /** Tradier has named this symbol as one it does not know. */
  refused(symbol: EquitySymbol): void {
    const watched = this.#symbols.get(symbol);
    if (watched) watched.trust = UNKNOWN;
  }

  /** Those to be looked up in Tradier's quotes now, together; none most of the time. */
  suspects(now: number): EquitySymbol[] {
    if (now - this.#lookedAt < this.timing.between) return [];
    const allSilent = isSilent(this.#all, now, this.timing, this.timing.leastOfAll, this.timing.mostOfAll);
    const found = allSilent ? this.#busiest() : this.#silentOnes(now);
    if (found.length === 0) return found;
    if (allSilent) this.#all.patience *= 2;
    this.#lookedAt = now;
    this.#lookedAtAll = allSilent ? found.length : 0;
    return found;
  }

  /** @param asked when the quotes were asked for: a symbol that was heard since is alive whatever they say */
  looked(facts: readonly QuoteFacts[], unknown: readonly EquitySymbol[], asked: number): void {
    this.#unavailable = '';
    for (const symbol of unknown) this.refused(symbol);
    for (const fact of facts) {
      const watched = this.#symbols.get(fact.symbol);
      if (watched !== undefined && watched.heardAt <= asked) this.#compare(watched, fact, asked);
    }
  }

  /** The quotes could not be read: nothing is known, and nobody is stale for that alone. */
  unavailable(reason: string): void {
    this.#unavailable = reason;
  }

  /** Those whose time has run out become stale. */
  settle(now: number): void {
    for (const watched of this.#symbols.values()) {
      if (watched.aheadSince > 0 && now - watched.aheadSince >= this.timing.grace) watched.trust = AHEAD;
      else if (this.#unavailable !== '' && watched.trust.state !== 'unknown' && now - watched.heardAt > this.timing.most) watched.trust = silentAndUnread(this.#unavailable);
    }
  }

  /** Why the whole stream is not to be believed: half of its symbols are stale, or half of the busiest while all are silent. */
  distrust(): string | undefined {
    let stale = 0;
    for (const { trust } of this.#symbols.values()) if (trust === AHEAD) stale += 1;
    const stillSilent = this.#lookedAtAll > 0 && this.#all.heardAt < this.#lookedAt;
    const looked = stillSilent ? this.#lookedAtAll : this.#symbols.size;
    return stale > 0 && stale * 2 >= looked ? `${stale} of ${this.#symbols.size} symbols trade without being told of` : undefined;
  }

  trustOf(symbol: EquitySymbol): Trust {
    return this.#symbols.get(symbol)?.trust ?? UNHEARD;
  }

  /** Exchange time, ms, up to which the symbols that are stale now were still told of. Infinity where none is. */
  staleSince(): number {
    let since = Infinity;
    for (const { trust, eventTime } of this.#symbols.values()) if (trust === AHEAD && eventTime > 0 && eventTime < since) since = eventTime;
    return since;
  }

  /** exchange time of the symbol's newest event, ms; 0 where there was none */
  lastEventTime(symbol: EquitySymbol): number {
    return this.#symbols.get(symbol)?.eventTime ?? 0;
  }

  #heard(watched: Watched, time: number, now: number): boolean {
    if (time > watched.eventTime) watched.eventTime = time;
    watched.interval += (Math.max(0, now - watched.heardAt) - watched.interval) / 8;
    watched.heardAt = now;
    watched.patience = 1;
    watched.aheadSince = 0;
    this.#all.interval += (Math.max(0, now - this.#all.heardAt) - this.#all.interval) / 8;
    this.#all.heardAt = now;
    this.#all.patience = 1;
    if (watched.trust === HEARD) return false;
    const changed = watched.trust.state !== 'trusted';
    watched.trust = HEARD;
    return changed;
  }

  #compare(watched: Watched, fact: QuoteFacts, asked: number): void {
    watched.patience *= 2;
    const newerTrade = watched.tradeTime > 0 && fact.tradeTime > watched.tradeTime && fact.volume !== watched.volume;
    const newerQuote = watched.quoteTime > 0 && fact.quoteTime > watched.quoteTime;
    if (newerTrade || newerQuote) {
      if (watched.aheadSince === 0) watched.aheadSince = asked;
      return;
    }
    // what was never heard of begins with what is known now
    if (watched.tradeTime === 0) Object.assign(watched, { volume: fact.volume, tradeTime: fact.tradeTime });
    if (watched.quoteTime === 0) watched.quoteTime = fact.quoteTime;
    watched.aheadSince = 0;
    watched.trust = fact.noMarket ? HALTED : QUIET;
  }

  #silentOnes(now: number): EquitySymbol[] {
    const { least, most } = this.timing;
    const silent = [...this.#symbols].filter(([, watched]) => watched.trust !== UNKNOWN && isSilent(watched, now, this.timing, least, watched.trust === UNHEARD ? least : most));
    const turn = silent.toSorted(([, a], [, b]) => a.lookedAt - b.lookedAt).slice(0, AT_ONCE);
    for (const [, watched] of turn) watched.lookedAt = now;
    return turn.map(([symbol]) => symbol);
  }

  #busiest(): EquitySymbol[] {
    const known = [...this.#symbols].filter(([, { trust }]) => trust !== UNKNOWN);
    const sorted = known.toSorted(([, a], [, b]) => a.interval - b.interval);
    return sorted.slice(0, AT_ONCE).map(([symbol]) => symbol);
  }
}

function isSilent(of: { heardAt: number; interval: number; patience: number }, now: number, { factor }: WatchTiming, least: number, most: number): boolean {
  const expected = Math.max(least, of.interval * factor) * of.patience;
  return now - of.heardAt > Math.min(expected, most);
}

function unheard(now: number): Watched {
  return { heardAt: now, interval: FIRST_INTERVAL, patience: 1, lookedAt: -Infinity, volume: 0, tradeTime: 0, quoteTime: 0, eventTime: 0, aheadSince: 0, trust: UNHEARD };
}

function silentAndUnread(reason: string): Trust {
  return { state: 'stale', reason: `silent for minutes, and Tradier's quotes can not be read: ${reason}` };
}
