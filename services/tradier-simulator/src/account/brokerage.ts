import { InvariantError, type Cash, type Duration, type EquitySymbol, type OrderTerms, type Price, type Quote, type SessionCalendar, type Trade } from '@sofi/domain';
import type { Execution } from '@sofi/engine';
import { expiryTime, parseOcc } from '../market/option-model.js';
import { AccountBook, type BookedDeal } from './account-book.js';
import { DEFAULT_RULES, type AccountRules } from './account-rules.js';
import { Agenda } from './agenda.js';
import { idsOf, isWorking, ordersOf, type AnyTicket, type BrokerOrder, type LinkedOrder, type SingleOrder, type SpreadOrder } from './broker-order.js';
import { piecesOf } from './fill-pieces.js';
import { Floor, type Marks } from './floor.js';
import { securityOf } from './instrument.js';
import { membersOf, triggerOf } from './linked-orders.js';
import { OrderLives } from './order-life.js';
import { OrderRecords } from './order-records.js';
import { needOfTicket, refusalOf, type AccountView } from './placement-rules.js';
import type { Refusal } from './refusals.js';
import { legPrice, SpreadBook, type SpreadExecution } from './spread-book.js';

export const ACCOUNT = 'SIM0000001';
const FIRST_ORDER = 1001;
/** from a fill to the cancellation of the order that it was linked with, market ms */
const SIBLING_DELAY = 150;

/** What an order may be changed to; the quantity and the side stay. */
export interface Amendment {
  readonly terms: OrderTerms;
  readonly duration: Duration;
}

/** Of a spread. */
export type SpreadAmendment = Pick<SpreadOrder, 'type' | 'netPrice' | 'duration'>;

/**
 * The account and its orders, worked by the same matching rules as in a backtest. It has no clock: every call says the market's time, and what
 * is put off is done at its own time, whenever that is noticed. So the same calls in the same order always lead to the same account.
 */
export class Brokerage {
  readonly account: AccountBook;
  private readonly orders: OrderRecords;
  private readonly lives: OrderLives;
  private readonly floor: Floor;
  private readonly spreads: SpreadBook;
  private readonly agenda = new Agenda();
  /** their sibling was filled: nothing fills them any more, though they are told to be cancelled a moment later */
  private readonly withdrawn = new Set<number>();
  private readonly expiring = new Set<string>();
  private nextId = FIRST_ORDER;

  constructor(
    calendar: SessionCalendar,
    private readonly marks: Marks,
    changed: (order: BrokerOrder) => void,
    readonly rules: AccountRules = DEFAULT_RULES,
  ) {
    this.orders = new OrderRecords(changed);
    this.lives = new OrderLives(calendar, this.agenda, this.orders, rules.gtcDays, (id, time) => this.endIfWorking(id, 'expired', time));
    this.floor = new Floor(calendar, marks, (quantity, id) => piecesOf(quantity, id, rules));
    this.spreads = new SpreadBook(calendar, marks);
    this.account = new AccountBook(rules, calendar, (symbol, time) => this.lastBy(symbol, time)?.price);
  }

  /** Ids are given before an order takes effect, so that the answer need not wait for it. Legs have those that follow. */
  issueId(ticket: AnyTicket): number {
    const id = this.nextId;
    this.nextId += idsOf(ticket);
    return id;
  }

  /** Said ok to, not yet there: it takes effect when {@link place} is called. */
  announce(id: number, ticket: AnyTicket, time: number): void {
    this.orders.keepTogether(ordersOf(id, ticket, 'pending', time));
  }

  /** The order reaches the broker: it works from now on, or is rejected with a reason. */
  place(id: number, ticket: AnyTicket, time: number): void {
    this.onClock(time);
    this.nextId = Math.max(this.nextId, id + idsOf(ticket));
    this.orders.forget(id, idsOf(ticket));
    const refused = this.refusal(ticket, time);
    const [order, ...parts] = ordersOf(id, ticket, refused ? 'rejected' : 'pending', time, refused?.message);
    if (!order) return;
    if (refused) this.orders.keepTogether([order, ...parts]);
    else if (order.kind === 'single') this.admit(order, time);
    else this.admitParts(order, parts, time);
  }

  /** Takes effect where the order still works; a fill may have been faster. Of a parent: for all that works of it. A spread's leg stands for the spread. */
  cancel(id: number, time: number): void {
    this.onClock(time);
    const order = this.orders.find(id);
    if (order?.kind === 'leg' && order.parentId !== undefined) return this.cancel(order.parentId, time);
    if (order) this.end(order, 'canceled', time);
  }

  amend(id: number, amendment: Amendment | SpreadAmendment, time: number): void {
    this.onClock(time);
    const order = this.orders.find(id);
    if (!order || !isWorking(order) || this.withdrawn.has(id)) return;
    if (order.kind === 'single' && 'terms' in amendment) this.amendSingle(order, amendment, time);
    if (order.kind === 'spread' && 'type' in amendment) this.amendSpread(order, amendment, time);
  }

  onEvent(event: Trade | Quote): void {
    if (this.agenda.next <= event.exchangeTime) this.onClock(event.exchangeTime);
    for (const execution of this.floor.onEvent(event)) this.fill(execution);
    for (const execution of this.spreads.onEvent(event)) this.fillSpread(execution);
  }

  /** The market has reached `time`: what ran out of time has ended, and what was put off is done, each at its own time. */
  onClock(time: number): void {
    while (this.agenda.next <= time) {
      this.endOverdue(this.agenda.next);
      this.agenda.doNext();
    }
    this.endOverdue(time);
  }

  order(id: number): BrokerOrder | undefined {
    return this.orders.find(id);
  }

  /** By id, ascending; legs are orders too. */
  allOrders(): BrokerOrder[] {
    return this.orders.all();
  }

  working(): BrokerOrder[] {
    return this.allOrders().filter(isWorking);
  }

  /** The legs of a parent, in their order. */
  legsOf(parentId: number): BrokerOrder[] {
    return this.orders.legsOf(parentId);
  }

  /** Holding something, or about to. */
  engaged(): boolean {
    return this.account.holdings.all().length > 0 || this.working().length > 0;
  }

  /** Why the order would be rejected if it arrived now. */
  refusal(ticket: AnyTicket, time: number): Refusal | undefined {
    return refusalOf(ticket, this.view(time));
  }

  view(time: number): AccountView {
    return {
      rules: this.rules,
      quantityOf: (security) => this.account.holdings.quantityOf(security),
      orders: this.allOrders(),
      money: this.account.money(time, this.allOrders()),
      lastOf: (leg) => this.account.mark(securityOf(leg), time),
      priceOf: (leg) => {
        const spot = this.lastBy(leg.symbol, time)?.price;
        return spot === undefined ? undefined : legPrice(leg, spot, this.marks.quote(leg.symbol), time);
      },
    };
  }

  /** What working orders will pay when they are filled. */
  pendingCash(): Cash {
    return this.account.pendingCash(this.allOrders());
  }

  private admit(order: SingleOrder, time: number): void {
    const since = time + this.rules.latency;
    this.account.reserve(order.id, needOfTicket(order, this.view(time)));
    this.floor.submit(order, since);
    this.orders.keep({ ...order, waits: false, status: this.lives.arrive(order, since, time), changed: time });
    this.lives.age(order, time);
  }

  private admitParts(parent: BrokerOrder, parts: readonly BrokerOrder[], time: number): void {
    if (parent.kind === 'spread') return this.admitSpread(parent, parts, time);
    this.orders.keepTogether([parent, ...parts]);
    for (const part of parts) if (part.kind === 'single' && !part.waits) this.admit(part, time);
  }

  private admitSpread(parent: SpreadOrder, legs: readonly BrokerOrder[], time: number): void {
    const since = time + this.rules.latency;
    this.account.reserve(parent.id, needOfTicket(parent, this.view(time)));
    this.spreads.submit(parent, since);
    const status = this.lives.arrive(parent, since, time);
    this.orders.keepTogether([parent, ...legs].map((each) => ({ ...each, status, changed: time })));
    this.lives.age(parent, time);
  }

  private amendSingle(order: SingleOrder, { terms, duration }: Amendment, time: number): void {
    const amended: SingleOrder = { ...order, terms, duration, changed: time };
    if (order.waits) return this.orders.keep(amended);
    const since = time + this.rules.latency;
    this.floor.replace(order.id, { terms, duration }, since);
    this.account.reserve(order.id, needOfTicket(amended, this.view(time)));
    if (order.duration !== duration) this.lives.age(amended, time);
    if (order.status === 'partially_filled') return this.orders.keep(amended);
    this.orders.keep({ ...amended, status: this.lives.arrive(amended, since, time) });
  }

  private amendSpread(order: SpreadOrder, amendment: SpreadAmendment, time: number): void {
    const amended: SpreadOrder = { ...order, ...amendment, changed: time };
    this.spreads.submit(amended, time + this.rules.latency);
    if (order.duration !== amended.duration) this.lives.age(amended, time);
    for (const each of [amended, ...this.legsOf(order.id)]) this.orders.keep({ ...each, ...amendment, changed: time });
  }

  private fill({ id, quantity, price, time, complete }: Execution): void {
    const order = this.orders.known(Number(id));
    if (order.kind !== 'single' || this.withdrawn.has(order.id)) return;
    this.book({ orderId: order.id, symbol: securityOf(order), side: order.side, quantity, price, time, expired: false });
    const filledQuantity = order.filledQuantity + quantity;
    const fillPrice = Math.round((order.fillPrice * order.filledQuantity + price * quantity) / filledQuantity) as Price;
    const status = complete ? 'filled' : 'partially_filled';
    this.orders.keep({ ...order, status, filledQuantity, fillPrice, lastQuantity: quantity, lastPrice: price, changed: time });
    this.afterFill(order, time, complete);
  }

  private fillSpread({ id, net, prices, time }: SpreadExecution): void {
    const legs = this.legsOf(id);
    const smallest = Math.min(...legs.map((leg) => ('quantity' in leg ? leg.quantity : 0)));
    for (const [at, leg] of legs.entries()) {
      const price = prices[at];
      if (leg.kind !== 'leg' || price === undefined) throw new InvariantError(`order ${id} was filled with a price too few`);
      this.book({ orderId: leg.id, symbol: securityOf(leg), side: leg.side, quantity: leg.quantity, price, time, expired: false });
      this.orders.keep({ ...leg, status: 'filled', filledQuantity: leg.quantity, fillPrice: price, lastQuantity: leg.quantity, lastPrice: price, changed: time });
    }
    this.orders.keep({ ...this.orders.known(id), status: 'filled', fillPrice: net, lastQuantity: smallest, changed: time });
  }

  private book(deal: BookedDeal): void {
    this.account.book(deal);
    const contract = parseOcc(deal.symbol);
    if (!contract || this.expiring.has(deal.symbol)) return;
    this.expiring.add(deal.symbol);
    this.agenda.at(expiryTime(contract), () => this.account.settleExpired(contract));
  }

  /** One of a pair withdraws the other with its first fill; a trigger brings the others to work with its last. */
  private afterFill({ id, parentId }: SingleOrder, time: number, complete: boolean): void {
    const group = this.orders.group(parentId);
    if (!group) return;
    const { parent, orders } = group;
    if (triggerOf(parent.class, orders)?.id === id) {
      if (complete) this.release(parent, orders, time);
    } else if (parent.class !== 'oto') {
      for (const sibling of membersOf(parent.class, orders)) if (sibling.id !== id && isWorking(sibling)) this.withdraw(sibling, time);
    }
  }

  private withdraw({ id }: SingleOrder, time: number): void {
    if (this.withdrawn.has(id)) return;
    this.withdrawn.add(id);
    this.floor.cancel(id);
    this.agenda.at(time + SIBLING_DELAY, () => this.endIfWorking(id, 'canceled', time + SIBLING_DELAY));
  }

  /** Those that waited are checked together before the first of them takes anything away. */
  private release(parent: LinkedOrder, orders: readonly SingleOrder[], time: number): void {
    const waiting = membersOf(parent.class, orders).filter(isWorking);
    const checked = waiting.map((order) => ({ order, refused: this.refusal(order, time) }));
    for (const { order, refused } of checked) {
      if (refused) this.orders.keep({ ...order, waits: false, status: 'rejected', reason: refused.message, changed: time });
      else this.admit(order, time);
    }
  }

  private endOverdue(time: number): void {
    for (const { id, status, time: due } of this.floor.onClock(time)) this.endIfWorking(Number(id), status, due);
    for (const { id, time: due } of this.spreads.onClock(time)) this.endIfWorking(id, 'expired', due);
  }

  private endIfWorking(id: number, status: 'canceled' | 'expired', time: number): void {
    const order = this.orders.find(id);
    if (order) this.end(order, status, time);
  }

  /** With its legs, and with those that wait for it. */
  private end(order: BrokerOrder, status: 'canceled' | 'expired', time: number): void {
    if (!isWorking(order)) return;
    if (order.kind === 'linked') {
      for (const leg of this.legsOf(order.id)) this.endIfWorking(leg.id, status, time);
      return;
    }
    this.floor.cancel(order.id);
    this.spreads.cancel(order.id);
    this.orders.keep({ ...order, status, changed: time });
    if (order.kind === 'spread') for (const leg of this.legsOf(order.id)) this.orders.keep({ ...leg, status, changed: time });
    const group = this.orders.group(order.parentId);
    if (group && triggerOf(group.parent.class, group.orders)?.id === order.id) for (const waiting of group.orders) this.endIfWorking(waiting.id, 'canceled', time);
  }

  /** The market may already be further than what is being done. */
  private lastBy(symbol: EquitySymbol, time: number): Trade | undefined {
    const told = this.marks.last(symbol, time);
    return told && told.exchangeTime <= time ? told : (this.floor.last(symbol) ?? told);
  }
}
