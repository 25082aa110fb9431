import { direction, type EquitySymbol, type Price, type Quote, type SessionCalendar, type Trade } from '@sofi/domain';
import { arriving, type Resting, type RestingOrder } from './resting-order.js';

/** Shares changed hands. Orders are filled whole, so `complete` is always true here. */
export interface Execution {
  readonly id: string;
  readonly quantity: number;
  readonly price: Price;
  /** the exchange time of the event that it matched, ms */
  readonly time: number;
  readonly complete: boolean;
}

/** An order left the book without being filled. `time` is when its time was up, whenever the clock said so. */
export interface Ending {
  readonly id: string;
  readonly status: 'expired';
  readonly time: number;
}

/**
 * An exchange made of the events of a real or recorded one. An order matches events that come after its arrival, never the one it was
 * born from: buy at the standing ask, sell at the standing bid, or at the trade's price where no quotes are known.
 * It has no clock of its own, so the same events and submissions always give the same executions.
 */
export class SimulatedMarket {
  private readonly books = new Map<EquitySymbol, Map<string, Resting>>();
  private readonly symbols = new Map<string, EquitySymbol>();
  private readonly quotes = new Map<EquitySymbol, Quote>();
  private readonly trades = new Map<EquitySymbol, Trade>();
  private readonly calendar: SessionCalendar;

  constructor(options: { calendar: SessionCalendar }) {
    this.calendar = options.calendar;
  }

  /** The order arrives at `time`. The same id again replaces the order and loses its place. */
  submit(order: RestingOrder, time: number): void {
    this.resume(arriving(order, time, this.calendar));
  }

  /** Puts an order back into the book as {@link resting} told it. */
  resume(resting: Resting): void {
    this.cancel(resting.order.id);
    const { id, symbol } = resting.order;
    const book = this.books.get(symbol) ?? new Map<string, Resting>();
    this.books.set(symbol, book.set(id, resting));
    this.symbols.set(id, symbol);
  }

  /** False where no such order rests (any more). */
  cancel(id: string): boolean {
    const symbol = this.symbols.get(id);
    if (symbol === undefined) return false;
    this.symbols.delete(id);
    this.books.get(symbol)?.delete(id);
    return true;
  }

  /** New terms for a resting order, which arrives anew at `time`; false where it rests no more. */
  replace(id: string, changes: Partial<Pick<RestingOrder, 'terms' | 'duration' | 'quantity'>>, time: number): boolean {
    const resting = this.find(id);
    if (!resting) return false;
    this.submit({ ...resting.order, ...changes }, time);
    return true;
  }

  /** A trade or a quote of the market: what it fills, in order of arrival. */
  onEvent(event: Trade | Quote): Execution[] {
    this.remember(event);
    const book = this.books.get(event.symbol);
    if (!book || book.size === 0) return [];
    return [...book.values()].flatMap((resting) => this.match(resting, event));
  }

  /** What has run out of time by now, by expiry and then by arrival. */
  onClock(time: number): Ending[] {
    const ended = this.resting().filter((resting) => resting.expires <= time);
    for (const resting of ended) this.cancel(resting.order.id);
    return ended.map(({ order, expires }): Ending => ({ id: order.id, status: 'expired', time: expires })).toSorted((a, b) => a.time - b.time);
  }

  /** Everything in the book: enough to build it again. */
  resting(): Resting[] {
    return [...this.symbols.keys()].flatMap((id) => this.find(id) ?? []);
  }

  quote(symbol: EquitySymbol): Quote | undefined {
    return this.quotes.get(symbol);
  }

  last(symbol: EquitySymbol): Trade | undefined {
    return this.trades.get(symbol);
  }

  private find(id: string): Resting | undefined {
    const symbol = this.symbols.get(id);
    return symbol === undefined ? undefined : this.books.get(symbol)?.get(id);
  }

  private remember(event: Trade | Quote): void {
    if (event.kind === 'trade') return keepNewest(this.trades, event);
    return keepNewest(this.quotes, event);
  }

  private match(resting: Resting, event: Trade | Quote): Execution[] {
    if (!this.mayMatch(resting, event)) return [];
    if (isStop(resting) && !resting.triggered) return this.trigger(resting, event);
    const price = priceOf(resting, event, this.quotes.get(event.symbol));
    if (price === undefined) return [];
    this.cancel(resting.order.id);
    return [{ id: resting.order.id, quantity: resting.order.quantity, price, time: event.exchangeTime, complete: true }];
  }

  private mayMatch({ order, since, opens, expires }: Resting, event: Trade | Quote): boolean {
    const time = event.exchangeTime;
    if (time <= since || time < opens || time >= expires) return false;
    if (order.duration === 'pre' || order.duration === 'post') return true;
    return this.calendar.at(time) !== undefined;
  }

  private trigger(resting: Resting, event: Trade | Quote): Execution[] {
    if (reachesStop(resting.order, event)) {
      this.books.get(event.symbol)?.set(resting.order.id, { ...resting, since: event.exchangeTime, triggered: true });
    }
    return [];
  }
}

/** Late events happen; an older one says nothing about now. */
function keepNewest<T extends Trade | Quote>(kept: Map<EquitySymbol, T>, event: T): void {
  const before = kept.get(event.symbol);
  if (!before || before.exchangeTime <= event.exchangeTime) kept.set(event.symbol, event);
}

function isStop({ order }: Resting): boolean {
  return order.terms.type === 'stop' || order.terms.type === 'stop_limit';
}

function reachesStop({ terms, side }: RestingOrder, event: Trade | Quote): boolean {
  if (event.kind !== 'trade' || event.session !== 'regular' || !('stopPrice' in terms)) return false;
  return direction(side) > 0 ? event.price >= terms.stopPrice : event.price <= terms.stopPrice;
}

/** What the order is filled at by this event, if it is: never worse than its limit. */
function priceOf({ order }: Resting, event: Trade | Quote, standing: Quote | undefined): Price | undefined {
  const offered = offeredPrice(order, event, standing);
  if (offered === undefined || !('limitPrice' in order.terms)) return offered;
  const within = direction(order.side) > 0 ? offered <= order.terms.limitPrice : offered >= order.terms.limitPrice;
  return within ? offered : undefined;
}

function offeredPrice(order: RestingOrder, event: Trade | Quote, standing: Quote | undefined): Price | undefined {
  const quoted = direction(order.side) > 0 ? standing?.ask : standing?.bid;
  if (quoted !== undefined && quoted > 0) return quoted;
  return event.kind === 'trade' ? event.price : undefined;
}
