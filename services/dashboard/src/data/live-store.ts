import { create } from 'zustand';
import type { Account, Alert, FeedStatus, QuoteRow, QuoteTick, SymbolFeed, TradeTick } from '../wire.js';
import { withAnswer, withBook, withFeed, withTrade, type LiveQuote } from '../logic/live-quote.js';
import type { Link } from './socket.js';

interface Live {
  readonly quotes: Readonly<Record<string, LiveQuote>>;
  readonly feed: FeedStatus | undefined;
  /** when market-data was last heard, on this browser's clock */
  readonly feedHeardAt: number;
  readonly account: Account | undefined;
  readonly alerts: readonly Alert[];
  readonly link: Link;
  /** the market's clock, as far as the services have got; 0 before the first heartbeat */
  readonly marketTime: number;
}

export const useLive = create<Live>(() => ({
  quotes: {},
  feed: undefined,
  feedHeardAt: Date.now(),
  account: undefined,
  alerts: [],
  link: { state: 'idle', since: Date.now() },
  marketTime: 0,
}));

/** Ticks may come by the thousand; what is shown changes at most ten times a second. */
const FLUSH_MS = 100;
const pending = new Map<string, LiveQuote>();
let flushing: number | undefined;

const newest = (symbol: string) => pending.get(symbol) ?? useLive.getState().quotes[symbol];

function keep(quote: LiveQuote): void {
  pending.set(quote.symbol, quote);
  flushing ??= window.setTimeout(flush, FLUSH_MS);
}

function flush(): void {
  flushing = undefined;
  useLive.setState((state) => ({ quotes: { ...state.quotes, ...Object.fromEntries(pending) } }));
  pending.clear();
}

export function tick(event: TradeTick | QuoteTick, arrivedAt: number): void {
  keep(event.kind === 'trade' ? withTrade(newest(event.symbol), event, arrivedAt) : withBook(newest(event.symbol), event, arrivedAt));
}

export function trusted(feed: SymbolFeed): void {
  keep(withFeed(newest(feed.symbol), feed));
}

export function answered(rows: readonly QuoteRow[]): void {
  for (const row of rows) keep(withAnswer(newest(row.symbol), row, Date.now()));
}

export const useQuote = (symbol: string): LiveQuote | undefined => useLive((state) => state.quotes[symbol]);

const KEPT_ALERTS = 20;
export function alerted(alerts: readonly Alert[]): void {
  useLive.setState((state) => {
    const fresh = alerts.filter((alert) => !state.alerts.some((known) => known.id === alert.id));
    return fresh.length === 0 ? state : { alerts: [...fresh, ...state.alerts].toSorted((a, b) => b.time - a.time).slice(0, KEPT_ALERTS) };
  });
}
