import { dateOf, InvariantError, type EquitySymbol, type OrderTerms, type Price, type Quote, type SessionCalendar, type Trade, type Duration } from '@sofi/domain';
import { SimulatedMarket, type Ending, type Execution } from '@sofi/engine';
import { isWorking, type BrokerOrder, type Ticket } from './broker-order.js';
import { figuresOf, type AccountFigures } from './figures.js';
import { Holdings, type Deal } from './holdings.js';
import { rejectionOf } from './side-rules.js';

export const ACCOUNT = 'SIM0000001';
const FIRST_ORDER = 1001;

/** What an order may be changed to; the quantity and the side stay. */
export interface Amendment {
  readonly terms: OrderTerms;
  readonly duration: Duration;
}

/** The last known price and quote of a share, as the market says. */
export interface Marks {
  last(symbol: EquitySymbol): Trade | undefined;
  quote(symbol: EquitySymbol): Quote | undefined;
}

/**
 * The account and its orders, worked by the same matching rules as in a backtest. It has no clock: every call says the market's time, so
 * the same calls in the same order always lead to the same account.
 */
export class Brokerage {
  private readonly holdings = new Holdings();
  private readonly orders = new Map<number, BrokerOrder>();
  private readonly exchange: SimulatedMarket;
  private readonly done: (Deal & { readonly orderId: number })[] = [];
  private nextId = FIRST_ORDER;

  constructor(
    private readonly calendar: SessionCalendar,
    private readonly marks: Marks,
    private readonly changed: (order: BrokerOrder) => void,
  ) {
    this.exchange = new SimulatedMarket({ calendar });
  }

  /** Ids are given before an order takes effect, so that the answer need not wait for it. */
  issueId(): number {
    return this.nextId++;
  }

  /** Said ok to, not yet there: it takes effect when {@link place} is called. */
  announce(id: number, ticket: Ticket, time: number): void {
    this.keep(newOrder(id, ticket, 'pending', time));
  }

  /** The order reaches the broker: it works from now on, or is rejected with a reason. */
  place(id: number, ticket: Ticket, time: number): void {
    this.nextId = Math.max(this.nextId, id + 1);
    this.orders.delete(id);
    const order = newOrder(id, ticket, this.restingStatus(ticket.duration, time), time);
    const reason = this.rejection(ticket, time);
    if (reason !== undefined) return this.keep({ ...order, status: 'rejected', reason });
    this.introduce(ticket.symbol);
    this.exchange.submit({ ...order, id: String(id) }, time);
    this.keep(order);
  }

  /** Takes effect where the order still works; a fill may have been faster. */
  cancel(id: number, time: number): void {
    const order = this.orders.get(id);
    if (!order || !isWorking(order)) return;
    this.exchange.cancel(String(id));
    this.keep({ ...order, status: 'canceled', changed: time });
  }

  amend(id: number, amendment: Amendment, time: number): void {
    const order = this.orders.get(id);
    if (!order || !isWorking(order)) return;
    this.exchange.replace(String(id), amendment, time);
    this.keep({ ...order, ...amendment, status: this.restingStatus(amendment.duration, time), changed: time });
  }

  onEvent(event: Trade | Quote): void {
    for (const execution of this.exchange.onEvent(event)) this.fill(execution);
  }

  /** The market has reached `time`: what ran out of time has ended, and what waited for the opening is open. */
  onClock(time: number): void {
    for (const ending of this.exchange.onClock(time)) this.end(ending);
    for (const order of this.working()) {
      if (order.status === 'pending' && this.restingStatus(order.duration, time) === 'open') this.keep({ ...order, status: 'open', changed: time });
    }
  }

  order(id: number): BrokerOrder | undefined {
    return this.orders.get(id);
  }

  /** By id, ascending. */
  allOrders(): BrokerOrder[] {
    return [...this.orders.values()];
  }

  working(): BrokerOrder[] {
    return this.allOrders().filter(isWorking);
  }

  /** Holding shares, or about to. */
  engaged(): boolean {
    return this.holdings.all().length > 0 || this.working().length > 0;
  }

  positions(): ReturnType<Holdings['all']> {
    return this.holdings.all();
  }

  deals(): readonly (Deal & { readonly orderId: number })[] {
    return this.done;
  }

  figures(time: number): AccountFigures {
    return figuresOf(this.holdings, (symbol) => this.marks.last(symbol)?.price, dateOf(time));
  }

  /** Why the order would be rejected if it arrived now. */
  rejection(ticket: Ticket, time: number): string | undefined {
    const reference = 'limitPrice' in ticket.terms ? ticket.terms.limitPrice : this.marks.last(ticket.symbol)?.price;
    return rejectionOf(ticket, { quantity: this.holdings.quantityOf(ticket.symbol), orders: this.orders.values(), buyingPower: this.figures(time).buyingPower, reference });
  }

  /** The quote that stands when a share's first order arrives: the matching would otherwise learn it only from the next one. */
  private introduce(symbol: EquitySymbol): void {
    const quote = this.marks.quote(symbol);
    const known = this.exchange.quote(symbol);
    if (quote && (!known || known.exchangeTime < quote.exchangeTime)) this.exchange.onEvent(quote);
  }

  private fill({ id, quantity, price, time }: Execution): void {
    const order = this.known(id);
    const deal = { orderId: order.id, symbol: order.symbol, side: order.side, quantity, price, time };
    this.holdings.book(deal, dateOf(time));
    this.done.push(deal);
    this.keep({ ...order, status: 'filled', filledQuantity: quantity, fillPrice: price, changed: time });
  }

  private end({ id, status, time }: Ending): void {
    this.keep({ ...this.known(id), status, changed: time });
  }

  private known(id: string): BrokerOrder {
    const order = this.orders.get(Number(id));
    if (!order) throw new InvariantError(`the exchange speaks of order ${id}, which nobody placed`);
    return order;
  }

  private restingStatus(duration: Duration, time: number): 'pending' | 'open' {
    const extended = duration === 'pre' || duration === 'post';
    return extended || this.calendar.at(time) ? 'open' : 'pending';
  }

  private keep(order: BrokerOrder): void {
    this.orders.set(order.id, order);
    this.changed(order);
  }
}

function newOrder(id: number, ticket: Ticket, status: BrokerOrder['status'], time: number): BrokerOrder {
  return { ...ticket, id, status, filledQuantity: 0, fillPrice: 0 as Price, reason: undefined, created: time, changed: time };
}
