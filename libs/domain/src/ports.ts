import type { Bar } from './bar.js';
import type { Trade, Quote, ClockTick, FeedGap, SymbolFeed } from './market-events.js';
import type { BrokerOrderId, Order, OrderId } from './order.js';
import type { Cash, Price } from './price.js';
import type { Session } from './session.js';
import type { Split } from './split.js';
import type { EquitySymbol } from './symbol.js';
import type { Timeframe } from './timeframe.js';

/** Tells the time of the market in ms: the system's where it is live, the last event's where it is replayed. */
export interface Clock {
  now(): number;
}

/** What a placement led to. `unknown` is not failed: only a look-up by tag may decide it. */
export type Placement =
  | { readonly outcome: 'accepted'; readonly brokerOrderId: BrokerOrderId }
  | { readonly outcome: 'rejected'; readonly reason: string }
  | { readonly outcome: 'unknown'; readonly reason: string };

/** Nothing was placed: what the broker says the order would do. */
export type Preview =
  | { readonly outcome: 'ok'; readonly cost: Cash; readonly commission: Cash; readonly marginChange: Cash }
  | { readonly outcome: 'rejected'; readonly reason: string }
  | { readonly outcome: 'unavailable'; readonly reason: string };

export type Cancellation =
  | { readonly outcome: 'requested' }
  | { readonly outcome: 'finished'; readonly reason: string }
  | { readonly outcome: 'unavailable'; readonly reason: string };

/** The broker's whole word on one order. Fills are told as running totals; the difference to the last word is the news. */
export interface OrderReport {
  readonly brokerOrderId: BrokerOrderId;
  /** ours where the order carries our tag; otherwise it is somebody else's */
  readonly orderId?: OrderId;
  readonly symbol: EquitySymbol;
  readonly status: 'pending' | 'working' | 'filled' | 'cancelled' | 'rejected' | 'expired';
  readonly filledQuantity: number;
  readonly averageFillPrice: Price;
  readonly lastFillPrice: Price;
  readonly reason?: string;
  /** the broker's time of the last change, ms */
  readonly time: number;
}

export interface AccountBalances {
  readonly account: string;
  readonly totalCash: Cash;
  readonly equity: Cash;
  readonly marketValue: Cash;
  readonly stockBuyingPower: Cash;
  /** how many dollars of shares a dollar of equity carries overnight: 2 in a margin account, 1 in a cash account */
  readonly leverage: 1 | 2;
  readonly openProfit: Cash;
  readonly closedProfit: Cash;
}

export interface BrokerPosition {
  readonly symbol: EquitySymbol;
  /** negative is short */
  readonly netQuantity: number;
  readonly costBasis: Cash;
}

/** A failed read is `unavailable`, never empty. */
export type Read<T> = { readonly state: 'known'; readonly value: T } | { readonly state: 'unavailable'; readonly reason: string };

export type Mode = 'simulated' | 'sandbox' | 'live';

/** One brokerage account. `place` sends once and never again by itself. */
export interface Broker {
  readonly account: string;
  readonly mode: Mode;
  place(order: Order): Promise<Placement>;
  preview(order: Order): Promise<Preview>;
  cancel(id: BrokerOrderId): Promise<Cancellation>;
  orders(): Promise<Read<readonly OrderReport[]>>;
  balances(): Promise<Read<AccountBalances>>;
  positions(): Promise<Read<readonly BrokerPosition[]>>;
}

/** The day so far, from the broker. Null where nothing has been said yet. */
export interface DaySnapshot {
  readonly symbol: EquitySymbol;
  readonly description: string;
  readonly last: Price | null;
  readonly bid: Price | null;
  readonly bidSize: number;
  readonly ask: Price | null;
  readonly askSize: number;
  readonly open: Price | null;
  readonly high: Price | null;
  readonly low: Price | null;
  readonly previousClose: Price | null;
  readonly volume: number;
  readonly time: number;
}

export interface FeedListener {
  trade(trade: Trade): void;
  quote(quote: Quote): void;
  clock(tick: ClockTick): void;
  /** the connection to the market changed; `reason` in words */
  state(state: FeedState, reason: string): void;
  /** how far one symbol can be trusted has changed */
  symbol(feed: SymbolFeed): void;
  /** prints may be missing; said before the first event behind the gap */
  missed(gap: FeedGap): void;
}
export type FeedState = 'live' | 'delayed' | 'polling' | 'stale' | 'closed' | 'connecting';

export interface MarketFeed {
  /** replaces the whole list of symbols */
  subscribe(symbols: readonly EquitySymbol[]): void;
  /** tells a paced market that everything up to `time` is done; does nothing where the market does not wait */
  acknowledge(time: number): void;
  close(): Promise<void>;
}

/** ticks: made of each trade, exact · minutes: the broker's own bars, whose count of trades is not told and is 0 */
export interface TradedMinutes {
  readonly bars: readonly Bar[];
  readonly source: 'ticks' | 'minutes';
}

export interface MarketHistory {
  /** one-minute bars of regular hours that start in [from, to), oldest first */
  minuteBars(symbol: EquitySymbol, from: number, to: number): Promise<Read<readonly Bar[]>>;
  dailyBars(symbol: EquitySymbol, from: string, to: string): Promise<Read<readonly Bar[]>>;
  /** minutes of regular hours that start in [from, to) and in which something traded, as exactly as the broker remembers; a range that it does not remember is unavailable */
  tradedMinutes(symbol: EquitySymbol, from: number, to: number): Promise<Read<TradedMinutes>>;
  snapshots(symbols: readonly EquitySymbol[]): Promise<Read<{ known: readonly DaySnapshot[]; unknown: readonly string[] }>>;
  /** listed securities whose symbol or name holds the text */
  search(text: string): Promise<Read<readonly Listed[]>>;
  /** the broker's clock, ms */
  now(): Promise<Read<number>>;
  sessions(year: number, month: number): Promise<Read<readonly Session[]>>;
}

export interface Listed {
  readonly symbol: string;
  readonly description: string;
  readonly exchange: string;
}

export interface BarStore {
  /** writes or revises; a lower revision never replaces a higher one */
  save(bars: readonly Bar[]): Promise<void>;
  /** bars that start in [from, to), oldest first; with `limit`, the newest that many */
  load(query: BarQuery): Promise<readonly Bar[]>;
}
/** Closed bars of the past, from wherever they are to be had: for charts, warm-up and backtests alike. */
export interface BarSource {
  /**
   * Bars that start in [from, to), oldest first; with `limit`, the newest that many. Those before a split are in the prices and shares behind it. Throws an
   * UnavailableError where the broker should be asked and does not answer.
   */
  load(query: BarQuery & { readonly from: number; readonly to: number }): Promise<PastBars>;
}
export interface PastBars {
  readonly bars: readonly Bar[];
  /** those that `bars` are adjusted for, oldest first */
  readonly splits: readonly Split[];
}
export interface BarQuery {
  readonly symbol: EquitySymbol;
  readonly timeframe: Timeframe;
  readonly from?: number;
  readonly to?: number;
  readonly limit?: number;
}
