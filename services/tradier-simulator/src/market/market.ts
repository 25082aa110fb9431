import type { EquitySymbol, Price, Quote, SessionCalendar, Trade } from '@sofi/domain';

/** What is known of a share apart from its prices. */
export interface ShareListing {
  readonly symbol: EquitySymbol;
  readonly name: string;
  readonly exchange: string;
  readonly type: 'stock' | 'etf';
}

/** A stretch of trading, one minute or longer. */
export interface TradedBar {
  /** ms since the epoch */
  readonly start: number;
  readonly open: Price;
  readonly high: Price;
  readonly low: Price;
  readonly close: Price;
  readonly volume: number;
  readonly vwap: Price;
}

export interface Newest {
  readonly last: Trade | undefined;
  readonly quote: Quote | undefined;
}

/** The day so far. */
export interface DayFigures extends Newest {
  /** regular hours only; undefined before the first regular trade */
  readonly open: Price | undefined;
  readonly high: Price | undefined;
  readonly low: Price | undefined;
  readonly volume: number;
  readonly previousClose: Price | undefined;
  readonly previousVolume: number;
}

/** The year that ended with yesterday; undefined where nothing is known of it. */
export interface YearFigures {
  readonly high: Price | undefined;
  readonly low: Price | undefined;
  /** shares a day, of the last 90 days */
  readonly averageVolume: number;
}

/** A market that can be looked at as of an instant that it has reached, and moved on from there. */
export interface Market {
  readonly kind: 'generated' | 'replay';
  readonly calendar: SessionCalendar;
  /** equal for equal markets */
  readonly fingerprint: string;
  /** what it is known for; a made market trades more than that */
  readonly listings: readonly ShareListing[];
  /** undefined for a symbol that it does not trade */
  listing(symbol: EquitySymbol): ShareListing | undefined;
  /** ms of its first event; of its last, null where it never ends */
  readonly from: number;
  readonly to: number | null;

  /** Everything of these symbols (a recording: of all) after the last call's `until` and not after this one's. */
  advance(until: number, symbols: Iterable<EquitySymbol>): Iterable<Trade | Quote>;
  /** a time at or before the next event, and after the last `until`; undefined where nothing follows */
  nextEventTime(): number | undefined;

  newest(symbol: EquitySymbol, now: number): Newest;
  day(symbol: EquitySymbol, now: number): DayFigures;
  year(symbol: EquitySymbol, now: number): YearFigures;
  /** bars of a minute that start in [from, to) and have begun by now, oldest first */
  minutes(symbol: EquitySymbol, from: number, to: number, now: number): TradedBar[];
  /** trades in [from, to) and not after now, oldest first */
  trades(symbol: EquitySymbol, from: number, to: number, now: number): Trade[];
}
