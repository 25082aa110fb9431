import { atNewYork, equitySymbol, nyseCalendar, price, type EquitySymbol, type Quote, type SessionCalendar, type Trade } from '@sofi/domain';
import { DEFAULT_RULES, type AccountRules } from './account-rules.js';
import { Brokerage } from './brokerage.js';
import type { AnyTicket, BrokerOrder, Ticket } from './broker-order.js';

export const AAPL = equitySymbol('AAPL');
export const DAY = '2026-03-02';
/** 10:00 in New York, regular hours */
export const MORNING = atNewYork(DAY, '10:00');

/** A market moved by hand, for specifications: one price at a time, and an account in it. */
export class HandMarket {
  readonly brokerage: Brokerage;
  /** every change that was told */
  readonly told: BrokerOrder[] = [];
  readonly calendar: SessionCalendar = nyseCalendar();
  private readonly trades = new Map<EquitySymbol, Trade>();
  private readonly quotes = new Map<EquitySymbol, Quote>();

  constructor(
    rules: Partial<AccountRules> = {},
    public time = MORNING,
  ) {
    const marks = { last: (symbol: EquitySymbol) => this.trades.get(symbol), quote: (symbol: EquitySymbol) => this.quotes.get(symbol) };
    this.brokerage = new Brokerage(this.calendar, marks, (order) => this.told.push(order), { ...DEFAULT_RULES, ...rules });
    this.trade(100);
  }

  /** One second later somebody pays this, a cent inside of the quote on either side. */
  trade(dollars: number, symbol = AAPL): void {
    this.time += 1000;
    const both = { symbol, exchangeTime: this.time, receivedTime: this.time };
    const quote: Quote = { ...both, kind: 'quote', bid: price(dollars - 0.01), bidSize: 100, ask: price(dollars + 0.01), askSize: 100 };
    const session = this.calendar.at(this.time) ? 'regular' : 'extended';
    const trade: Trade = { ...both, kind: 'trade', price: price(dollars), size: 100, cumulativeVolume: this.time, exchange: 'Q', session };
    this.quotes.set(symbol, quote);
    this.trades.set(symbol, trade);
    this.brokerage.onEvent(quote);
    this.brokerage.onEvent(trade);
  }

  /** Time passes, nothing is traded. */
  until(time: number): void {
    this.time = time;
    this.brokerage.onClock(time);
  }

  place(ticket: AnyTicket): number {
    const id = this.brokerage.issueId(ticket);
    this.brokerage.place(id, ticket, this.time);
    return id;
  }

  /** Placed, and one trade later. */
  filled(ticket: AnyTicket, dollars = 100): number {
    const id = this.place(ticket);
    this.trade(dollars);
    return id;
  }

  order(id: number): BrokerOrder {
    const order = this.brokerage.order(id);
    if (!order) throw new Error(`there is no order ${id}`);
    return order;
  }

  status(...ids: number[]): string {
    return ids.map((id) => this.order(id).status).join(' ');
  }
}

export function market(side: Ticket['side'], quantity: number, more: Partial<Ticket> = {}): Ticket {
  return { symbol: AAPL, side, quantity, terms: { type: 'market' }, duration: 'day', tag: undefined, ...more };
}

export function limit(side: Ticket['side'], quantity: number, dollars: number, more: Partial<Ticket> = {}): Ticket {
  return market(side, quantity, { terms: { type: 'limit', limitPrice: price(dollars) }, ...more });
}

export function stop(side: Ticket['side'], quantity: number, dollars: number, more: Partial<Ticket> = {}): Ticket {
  return market(side, quantity, { terms: { type: 'stop', stopPrice: price(dollars) }, ...more });
}
