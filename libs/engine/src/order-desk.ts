import {
  bookOf,
  direction,
  isFinished,
  Ledger,
  mayHappen,
  notional,
  RuleError,
  type Cash,
  type EquitySymbol,
  type Order,
  type OrderEvent,
  type OrderHappening,
  type OrderId,
  type OrderReport,
  type OrderRequest,
  type OrderView,
  type Placement,
  type Position,
  type Price,
  type RoundTrip,
  type SessionCalendar,
  type Side,
  type Trade,
} from '@sofi/domain';
import { Guards, type Breach } from './guards.js';
import type { AccountFigures, DeskFact, GateVerdict } from './order-desk-facts.js';
import { bookOfRequest, distancesOf, draftOf, exitReasonOf, type Draft } from './order-draft.js';
import { opens, OrderRecords, remaining } from './order-records.js';
import { newsIn, type FeeModel } from './report-news.js';
import { CLOSING_RULES, leavingShares, OPENING_RULES, type AccountLimits, type Asked } from './risk-rules.js';
import { sharesFor } from './sizing.js';
import { TradingDay, type DayStart } from './trading-day.js';

export interface DeskOptions {
  readonly account: string;
  readonly calendar: SessionCalendar;
  /** 2 for a margin account, 1 for a cash account */
  readonly leverage: number;
  readonly limits?: AccountLimits;
  /** no fees where left out */
  readonly fees?: FeeModel;
}

/** A guard's order that the broker did not take is asked again, but not with every trade. */
const GUARD_RETRY_MS = 60_000;

/**
 * The one way from a wish to the broker, for one account: sizing, gate, orders, guards, ledger. Requests, reports and trades in, facts out; it sends and stores
 * nothing itself. Everything but the last prices is folded from its own events, so `restore` with them gives the same desk.
 */
export class OrderDesk {
  private readonly ledger: Ledger;
  private readonly records = new OrderRecords();
  private readonly guards = new Guards();
  private readonly day: TradingDay;
  /** entry orders behind each open position, by book and symbol */
  private readonly entries = new Map<string, Set<OrderId>>();

  constructor(
    private readonly options: DeskOptions,
    opening: { readonly cash: Cash; readonly time: number },
  ) {
    this.ledger = new Ledger(opening.cash);
    this.day = new TradingDay(this.ledger, opening.time);
  }

  /**
   * Takes over what happened before, in stored order; what is known already changes nothing. The marks of a day's start are in no event: where positions
   * are held overnight, give the stored start of the day too.
   */
  restore(events: Iterable<OrderEvent>, dayStart?: DayStart): void {
    for (const event of events) this.apply(event);
    if (dayStart) this.day.resume(dayStart);
  }

  /** Approved: [approved, submitted, place]. Refused: [refused]. A request that was seen before: nothing. */
  request(request: OrderRequest, time: number): DeskFact[] {
    if (this.records.get(request.id)) return [];
    this.day.moveTo(time);
    const draft = this.draft(request);
    const refusal = this.judge(request, draft, time);
    if (refusal) return [this.record(request.id, time, { type: 'refused', order: draft.order, ...refusal })];
    return this.send(draft, time);
  }

  /** What the gate would say, without a trace. */
  check(request: OrderRequest, time: number): GateVerdict {
    const draft = this.draft(request);
    const refusal = this.judge(request, draft, time);
    const { quantity } = draft.order;
    return refusal ? { approved: false, ...refusal, quantity } : { approved: true, rule: null, reason: draft.reason, quantity };
  }

  /** How the broker answered; only the first clear answer counts. */
  placed(orderId: OrderId, placement: Placement, time: number): DeskFact[] {
    if (placement.outcome === 'accepted') return this.recordIfPossible(orderId, time, { type: 'accepted', brokerOrderId: placement.brokerOrderId });
    const { reason } = placement;
    const unanswered = this.isUnanswered(this.known(orderId));
    if (!unanswered) return [];
    return this.recordIfPossible(orderId, time, placement.outcome === 'rejected' ? { type: 'rejected', reason } : { type: 'outcome_unknown', reason });
  }

  /** The broker was asked for our tag and has no such order. */
  absent(orderId: OrderId, reason: string, time: number): DeskFact[] {
    return this.recordIfPossible(orderId, time, { type: 'proven_absent', reason });
  }

  /** The broker's word on an order; nothing where it is not ours, and nothing for what is known. */
  report(report: OrderReport, time: number): DeskFact[] {
    const facts: DeskFact[] = [];
    for (let view = this.reported(report); view; view = this.records.get(view.order.id)) {
      const news = newsIn(report, view, this.options.fees ?? noFees);
      if (!news || !mayHappen(view, news)) break;
      facts.push(this.record(view.order.id, time, news));
    }
    return facts;
  }

  /** Marks to market; a stop or target that is reached sends one market order for what the book holds. */
  trade(trade: Trade): DeskFact[] {
    this.mark(trade.symbol, trade.price, trade.exchangeTime);
    const breaches = this.guards.breaches(trade);
    return breaches.length === 0 ? [] : breaches.flatMap((breach) => this.close(breach, trade.exchangeTime));
  }

  /** A price that is known from elsewhere than a trade of the stream, such as the last one before a restart. */
  mark(symbol: EquitySymbol, price: Price, time: number): void {
    this.day.moveTo(time);
    this.ledger.mark(symbol, price, time);
  }

  /** The last price of a symbol, from its trades or a mark; undefined where none has come. */
  lastPrice(symbol: EquitySymbol): Price | undefined {
    return this.ledger.lastPrice(symbol);
  }

  clock(time: number): DeskFact[] {
    this.day.moveTo(time);
    return [];
  }

  /** Asks the broker to cancel. Nothing for an order that is finished or being cancelled; a RuleError for one that is unknown or still on its way. */
  cancel(orderId: OrderId, reason: string, time: number): DeskFact[] {
    const view = this.known(orderId);
    if (isFinished(view.state) || view.state === 'cancelling') return [];
    if (!view.brokerOrderId) throw new RuleError('orderId', orderId, `is ${view.state}: it can be cancelled once the broker has answered`);
    return [this.record(orderId, time, { type: 'cancel_requested', reason }), { kind: 'cancel', orderId, brokerOrderId: view.brokerOrderId }];
  }

  cancelFailed(orderId: OrderId, reason: string, time: number): DeskFact[] {
    return this.recordIfPossible(orderId, time, { type: 'cancel_failed', reason });
  }

  order(id: OrderId): OrderView | undefined {
    return this.records.get(id);
  }

  orders(): OrderView[] {
    return this.records.all();
  }

  /** Of which the broker may still report something. */
  working(): OrderView[] {
    return this.records.working();
  }

  /** Sent, and no clear answer: to be looked up by their tag. */
  unresolved(): OrderView[] {
    return this.records.working().filter((view) => this.isUnanswered(view));
  }

  positions(): Position[] {
    return this.ledger.positions();
  }

  roundTrips(): readonly RoundTrip[] {
    return this.ledger.roundTrips();
  }

  figures(): AccountFigures {
    const { ledger } = this;
    return {
      cash: ledger.cash,
      equity: ledger.equity(),
      marketValue: ledger.marketValue(),
      buyingPower: this.buyingPower(),
      openProfit: ledger.openProfit(),
      realisedProfit: ledger.realisedProfit(),
      dayStartEquity: this.day.startEquity,
    };
  }

  /** How the day began, to be stored and given to `restore`. */
  dayStart(): DayStart {
    return this.day.toStore();
  }

  private buyingPower(): Cash {
    const free = this.options.leverage * this.ledger.equity() - this.ledger.grossMarketValue();
    const promised = this.records.working().filter(({ order }) => opens(order.side)).reduce((sum, view) => sum + notional(remaining(view), referencePriceOf(view)), 0);
    return Math.max(0, Math.floor(free) - promised) as Cash;
  }

  private draft(request: OrderRequest): Draft {
    const lastPrice = this.ledger.lastPrice(request.symbol);
    if (request.kind === 'ticket') return draftOf(request, request.side, request.quantity, lastPrice);
    if (request.kind === 'entry') return draftOf(request, 'buy', sharesFor(this.buyingPower(), request.risk.positionSizePct, request.referencePrice), lastPrice);
    const [side, quantity] = this.wayOut(request.strategyId, request.symbol);
    return draftOf(request, side, quantity, lastPrice);
  }

  /** What closes a book's position, less what is being closed already. */
  private wayOut(book: string, symbol: EquitySymbol): [Side, number] {
    const net = this.ledger.position(book, symbol)?.netQuantity ?? 0;
    return [net < 0 ? 'buy_to_cover' : 'sell', Math.max(0, Math.abs(net) - leavingShares(this.records, book, symbol))];
  }

  private judge(request: OrderRequest, { order, referencePrice }: Draft, time: number): { rule: string; reason: string } | undefined {
    const { calendar, limits = {} } = this.options;
    const book = bookOfRequest(request);
    const { ledger, records, day } = this;
    const entriesInSymbol = this.entries.get(`${book} ${order.symbol}`)?.size ?? 0;
    const asked: Asked = { request, order, book, referencePrice, buyingPower: this.buyingPower(), time, ledger, records, day, calendar, limits, entriesInSymbol };
    for (const { name, check } of opens(order.side) ? OPENING_RULES : CLOSING_RULES) {
      const reason = check(asked);
      if (reason !== undefined) return { rule: name, reason };
    }
    return undefined;
  }

  private close({ position, intent, reason }: Breach, time: number): DeskFact[] {
    const { account, book, symbol } = position;
    const working = this.records.workingIn(book, symbol);
    if (working.some(({ order }) => !opens(order.side))) return [];
    const id = this.guardId(position, intent, time);
    if (!id) return [];
    const [side, quantity] = this.wayOut(book, symbol);
    const order: Order = { id, account, symbol, side, quantity, type: 'market', duration: 'day', origin: { kind: 'guard', strategyId: book, intent } };
    // what is still on its way in would be left without its stop
    const entries = working.filter((view) => view.brokerOrderId && view.state !== 'cancelling');
    const cancels = entries.flatMap((view) => this.cancel(view.order.id, reason, time));
    return [...cancels, ...this.send({ order, reason, referencePrice: this.ledger.lastPrice(symbol), guards: {} }, time)];
  }

  /** Undefined while the last attempt is too fresh to be repeated. */
  private guardId({ book, symbol, openedAt }: Position, intent: Breach['intent'], time: number): OrderId | undefined {
    const first = `${book}-${symbol.replace('/', '-')}-${openedAt}-${intent === 'stop-loss' ? 'stop' : 'target'}`;
    for (let attempt = 1; ; attempt++) {
      const id = (attempt === 1 ? first : `${first}-${attempt}`) as OrderId;
      const before = this.records.get(id);
      if (!before) return id;
      if (time - before.updatedAt < GUARD_RETRY_MS) return undefined;
    }
  }

  private send({ order, reason, referencePrice = 0 as Price, guards }: Draft, time: number): DeskFact[] {
    return [this.record(order.id, time, { type: 'approved', order, reason, ...guards, referencePrice }), this.record(order.id, time, { type: 'submitted' }), { kind: 'place', order }];
  }

  private reported(report: OrderReport): OrderView | undefined {
    return this.records.ofBroker(report.brokerOrderId) ?? (report.orderId && this.records.get(report.orderId));
  }

  private known(orderId: OrderId): OrderView {
    const view = this.records.get(orderId);
    if (!view) throw new RuleError('orderId', orderId, 'is not an order of this account');
    return view;
  }

  private isUnanswered({ state }: OrderView): boolean {
    return state === 'submitting' || state === 'unknown';
  }

  private recordIfPossible(orderId: OrderId, time: number, happening: OrderHappening): DeskFact[] {
    return mayHappen(this.known(orderId), happening) ? [this.record(orderId, time, happening)] : [];
  }

  private record(orderId: OrderId, time: number, happening: OrderHappening): DeskFact {
    const sequence = (this.records.get(orderId)?.events.length ?? 0) + 1;
    const event: OrderEvent = { orderId, sequence, time, ...happening };
    this.apply(event);
    return { kind: 'event', event };
  }

  /** The only place where the desk changes, new events and stored ones alike. */
  private apply(event: OrderEvent): void {
    this.day.moveTo(event.time);
    const before = this.records.get(event.orderId);
    const view = this.records.add(event);
    if (view === before) return;
    if (event.type === 'filled') this.fill(event, view);
    // the halt is in the refusal that it caused, and so survives a restart
    if (event.type === 'refused' && event.rule === 'daily-loss') this.day.halt(bookOf(event.order.origin));
  }

  private fill({ fill }: Extract<OrderEvent, { type: 'filled' }>, view: OrderView): void {
    const { order } = view;
    const position = this.ledger.apply(fill, { exitReason: exitReasonOf(order.origin), guards: distancesOf(view) });
    if (!position) return;
    this.guards.watch(position);
    const key = `${fill.book} ${fill.symbol}`;
    if (position.netQuantity === 0) this.entries.delete(key);
    else if (Math.sign(position.netQuantity) === direction(order.side)) this.entries.set(key, (this.entries.get(key) ?? new Set()).add(order.id));
  }
}

function referencePriceOf({ events: [first] }: OrderView): Price {
  return first?.type === 'approved' ? first.referencePrice : (0 as Price);
}

const noFees: FeeModel = () => 0 as Cash;
