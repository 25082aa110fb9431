import { InvariantError, type EquitySymbol, type Quote, type Trade } from '@sofi/domain';
import { DEFAULT_RULES, type AccountRules } from './account/account-rules.js';
import { isWorking, type AnyTicket, type BrokerOrder } from './account/broker-order.js';
import { Brokerage, type Amendment, type SpreadAmendment } from './account/brokerage.js';
import type { Command, Entry, Journal } from './journal.js';
import type { Market } from './market/market.js';

const MINUTE = 60_000;

/** A market as of an instant. */
export interface MarketSight {
  readonly market: Market;
  /** ms since the epoch */
  readonly now: number;
}

/**
 * A market and an account in it, at one instant. Commands are journalled before they take effect, and lead to the same account whenever
 * they are repeated against the same market: that is how it comes back after a kill.
 */
export class Simulation {
  now: number;
  /** exchange time of the newest event */
  newestEvent: number | undefined;
  readonly brokerage: Brokerage;
  /** called for every change of an order */
  onOrder: (order: BrokerOrder) => void = () => {};
  /** symbols that somebody watches */
  watched: ReadonlySet<EquitySymbol> = new Set();
  /** whether the broker says no for money and side at once, or after its ok; may change while it runs */
  rejects: 'sync' | 'async' = 'async';
  /** market ms for which an order is shown as filled before the price of it is */
  priceLag = 0;
  private arrivals: Command[] = [];
  private readonly endings = new Map<number, string>();

  constructor(
    readonly market: Market,
    private readonly journal: Journal,
    start: number,
    rules: AccountRules = DEFAULT_RULES,
  ) {
    this.now = start;
    const marks = {
      last: (symbol: EquitySymbol, time = this.now) => market.newest(symbol, Math.min(time, this.now)).last,
      quote: (symbol: EquitySymbol) => market.newest(symbol, this.now).quote,
    };
    this.brokerage = new Brokerage(market.calendar, marks, (order) => this.changed(order), rules);
    for (const entry of journal.entries) if (entry.kind === 'ended') this.endings.set(entry.id, endingOf(entry));
  }

  /** Lets the market go on: what happened after the last instant and up to this one. Orders are matched on the way. */
  advance(until: number): (Trade | Quote)[] {
    const events: (Trade | Quote)[] = [];
    for (const event of this.market.advance(until, this.activeSymbols())) {
      this.now = Math.max(this.now, event.exchangeTime);
      this.newestEvent = event.exchangeTime;
      this.brokerage.onEvent(event);
      events.push(event);
    }
    this.now = Math.max(this.now, until);
    return events;
  }

  /** The end of a step: time has run out for some orders, and what was asked for meanwhile takes effect now. */
  settle(): void {
    this.brokerage.onClock(this.now);
    const due = this.arrivals;
    this.arrivals = [];
    for (const command of due) this.perform(command);
  }

  /** Takes effect at `time`: at once where the market stands there, otherwise when it gets there. */
  place(ticket: AnyTicket, time: number): number {
    const id = this.brokerage.issueId(ticket);
    if (time > this.now) this.brokerage.announce(id, ticket, time);
    this.accept({ kind: 'placed', id, ticket, time });
    return id;
  }

  cancel(id: number, time: number): void {
    this.accept({ kind: 'cancelled', id, time });
  }

  amend(id: number, amendment: Amendment | SpreadAmendment, time: number): void {
    this.accept({ kind: 'amended', id, amendment, time });
  }

  /** Repeats what the journal tells. The market is then where the last command took effect, or where it was before. */
  repeat(command: Command): (Trade | Quote)[] {
    const events = this.catchUp(command.time);
    this.perform(command);
    return events;
  }

  /** As {@link advance}, but a made market is made only for as long as an order rests in it. */
  catchUp(until: number): (Trade | Quote)[] {
    const events: (Trade | Quote)[] = [];
    while (this.now < until) events.push(...this.advance(this.brokerage.working().length > 0 ? Math.min(until, this.now + MINUTE) : until));
    return events;
  }

  private accept(command: Command): void {
    this.journal.append(command);
    if (command.time > this.now) this.arrivals.push(command);
    else this.perform(command);
  }

  private perform(command: Command): void {
    if (command.kind === 'placed') this.brokerage.place(command.id, command.ticket, command.time);
    else if (command.kind === 'cancelled') this.brokerage.cancel(command.id, command.time);
    else this.brokerage.amend(command.id, command.amendment, command.time);
  }

  private *activeSymbols(): Iterable<EquitySymbol> {
    const working = this.brokerage.working().flatMap((order) => ('symbol' in order ? order.symbol : []));
    yield* new Set([...this.watched, ...working]);
  }

  private changed(order: BrokerOrder): void {
    if (!isWorking(order)) this.noteEnding(order);
    this.onOrder(order);
  }

  /** After a restart the same orders end again, in the same way; anything else means that the file or the market is another one. */
  private noteEnding({ id, status, fillPrice: price, changed: time }: BrokerOrder): void {
    const ending = endingOf({ status, price, time });
    const told = this.endings.get(id);
    if (told !== undefined && told !== ending) throw new InvariantError(`order ${id} ended as ${told}, and now as ${ending}: the journal belongs to another market`);
    if (told !== undefined) return;
    this.endings.set(id, ending);
    this.journal.append({ kind: 'ended', id, status, price, time });
  }
}

function endingOf({ status, price, time }: Pick<Extract<Entry, { kind: 'ended' }>, 'status' | 'price' | 'time'>): string {
  return `${status} at ${price} (${time})`;
}
