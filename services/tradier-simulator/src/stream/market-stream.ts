import type { ClockTick, EquitySymbol, Quote, Trade } from '@sofi/domain';
import type { DayFigures } from '../market/market.js';
import { DayRange } from './day-range.js';
import { clockMessage, quoteMessage, summaryMessage, timesaleMessage, tradeMessage } from './messages.js';
import type { Subscription } from './subscription.js';

/** The way to one client. */
export interface Outlet {
  /** false where the client can not answer on it */
  readonly canAcknowledge: boolean;
  /** JSON texts, in order */
  send(messages: readonly string[], linebreak: boolean): void;
  close(): void;
}

export interface StreamSource {
  day(symbol: EquitySymbol): DayFigures;
}

/** The one market stream of the account: the newest session has it, an older connection is told and closed. */
export class MarketStream {
  /** a client has subscribed on a connection that had not before */
  onJoin: () => void = () => {};
  onLeave: () => void = () => {};
  private current: { outlet: Outlet; subscription: Subscription } | undefined;
  private ranges = new Map<EquitySymbol, DayRange>();
  private quotes = new Map<EquitySymbol, Quote>();
  private sequence = 0;

  constructor(private readonly source: StreamSource) {}

  get symbols(): ReadonlySet<EquitySymbol> {
    return this.current?.subscription.symbols ?? new Set();
  }

  listening(): boolean {
    return this.current !== undefined;
  }

  /** True where the listener acknowledges the market's clock, so that a paced market can wait for it. */
  follows(): boolean {
    return this.current !== undefined && this.current.outlet.canAcknowledge && this.current.subscription.filter.has('clock');
  }

  isCurrent(outlet: Outlet): boolean {
    return this.current?.outlet === outlet;
  }

  /** The first subscription of a connection, or one that replaces its former one. */
  subscribe(outlet: Outlet, subscription: Subscription): void {
    const joins = !this.isCurrent(outlet);
    if (joins && this.current) {
      this.current.outlet.send([SESSION_NOT_FOUND], this.current.subscription.linebreak);
      this.current.outlet.close();
    }
    const kept = joins ? new Map<EquitySymbol, DayRange>() : this.ranges;
    this.current = { outlet, subscription };
    const added = [...subscription.symbols].filter((symbol) => !kept.has(symbol));
    this.ranges = new Map([...subscription.symbols].map((symbol) => [symbol, kept.get(symbol) ?? new DayRange(symbol, this.source.day(symbol))]));
    const summaries = subscription.filter.has('summary') ? added.flatMap((symbol) => this.summary(symbol)) : [];
    this.write([...subscription.invalid.map((symbol) => JSON.stringify({ error: `${symbol} is not a valid symbol` })), ...summaries]);
    if (joins) this.onJoin();
  }

  /** Its day is told anew: what it was is no longer true. */
  restate(symbol: EquitySymbol, day: DayFigures): void {
    if (!this.ranges.has(symbol)) return;
    this.ranges.set(symbol, new DayRange(symbol, day));
    this.quotes.delete(symbol);
    if (this.current?.subscription.filter.has('summary')) this.write(this.summary(symbol));
  }

  leave(outlet: Outlet): void {
    if (!this.isCurrent(outlet)) return;
    this.current = undefined;
    this.onLeave();
  }

  deliver(events: readonly (Trade | Quote)[], clock?: ClockTick): void {
    if (!this.current) return;
    const { symbols, filter } = this.current.subscription;
    const messages: string[] = [];
    for (const event of events) {
      if (!symbols.has(event.symbol)) continue;
      if (event.kind === 'trade') this.tellTrade(event, messages);
      else {
        if (filter.has('timesale')) this.quotes.set(event.symbol, event);
        if (filter.has('quote')) messages.push(quoteMessage(event));
      }
    }
    if (clock && filter.has('clock')) messages.push(clockMessage(clock));
    this.write(messages);
  }

  /** Regular trades as `trade`, the others as `tradex`. */
  private tellTrade(trade: Trade, messages: string[]): void {
    const filter = this.current?.subscription.filter;
    const type = trade.session === 'regular' ? 'trade' : 'tradex';
    if (filter?.has(type)) messages.push(tradeMessage(type, trade));
    if (filter?.has('timesale')) messages.push(timesaleMessage(trade, this.quotes.get(trade.symbol), (this.sequence += 1)));
    if (this.ranges.get(trade.symbol)?.take(trade) && filter?.has('summary')) messages.push(...this.summary(trade.symbol));
  }

  private summary(symbol: EquitySymbol): string[] {
    const range = this.ranges.get(symbol);
    return range ? [summaryMessage(range)] : [];
  }

  private write(messages: readonly string[]): void {
    if (messages.length > 0) this.current?.outlet.send(messages, this.current.subscription.linebreak);
  }
}

export const SESSION_NOT_FOUND = '{"error":"session not found"}';
