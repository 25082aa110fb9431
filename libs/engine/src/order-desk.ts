import {
  isFinished,
  mayHappen,
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
  type Side,
  type Trade,
} from '@sofi/domain';
import { DeskState } from './desk-state.js';
import type { Breach } from './guards.js';
import type { AccountFigures, DeskFact, GateVerdict } from './order-desk-facts.js';
import type { Draft } from './order-draft.js';
import { opens } from './order-records.js';
import { newsIn, type FeeModel } from './report-news.js';
import { refusalOf, sized, type GateOptions } from './risk-gate.js';
import { afterAbsence } from './second-sending.js';
import type { DayStart } from './trading-day.js';

export interface DeskOptions extends GateOptions {
  readonly account: string;
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
  private readonly state: DeskState;

  constructor(
    private readonly options: DeskOptions,
    opening: { readonly cash: Cash; readonly time: number },
  ) {
    this.state = new DeskState(opening);
  }

  /**
   * Takes over what happened before, in stored order; what is known already changes nothing. The marks of a day's start are in no event: where positions
   * are held overnight, give the stored start of the day too.
   */
  restore(events: Iterable<OrderEvent>, dayStart?: DayStart): void {
    for (const event of events) this.state.apply(event);
    if (dayStart) this.state.day.resume(dayStart);
  }

  /** Approved: [approved, submitted, place]. Refused: [refused]. A request that was seen before: nothing. */
  request(request: OrderRequest, time: number): DeskFact[] {
    if (this.state.records.get(request.id)) return [];
    this.state.day.moveTo(time);
    const draft = sized(request, this.state, this.options.leverage);
    const refusal = refusalOf(request, draft, this.state, this.options, time);
    if (refusal) return [this.record(request.id, time, { type: 'refused', order: draft.order, ...refusal })];
    return this.send(draft, time);
  }

  /** What the gate would say, without a trace. */
  check(request: OrderRequest, time: number): GateVerdict {
    const draft = sized(request, this.state, this.options.leverage);
    const refusal = refusalOf(request, draft, this.state, this.options, time);
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

  /** The broker was asked for our tag and has no such order: [proven_absent], and [submitted, place] where the same order may be sent once more. */
  absent(orderId: OrderId, reason: string, time: number): DeskFact[] {
    const view = this.known(orderId);
    const verdict = afterAbsence(view, time);
    const facts = this.recordIfPossible(orderId, time, { type: 'proven_absent', reason: `${reason}; ${verdict.reason}` });
    if (facts.length === 0 || !verdict.sendAgain) return facts;
    return [...facts, this.record(orderId, time, { type: 'submitted' }), { kind: 'place', order: view.order }];
  }

  /** The broker's word on an order; nothing where it is not ours, and nothing for what is known. */
  report(report: OrderReport, time: number): DeskFact[] {
    const facts: DeskFact[] = [];
    for (let view = this.reported(report); view; view = this.state.records.get(view.order.id)) {
      const news = newsIn(report, view, this.options.fees ?? noFees);
      if (!news || !mayHappen(view, news)) break;
      facts.push(this.record(view.order.id, time, news));
    }
    return facts;
  }

  /** Marks to market; a stop or target that is reached sends one market order for what the book holds. */
  trade(trade: Trade): DeskFact[] {
    this.mark(trade.symbol, trade.price, trade.exchangeTime);
    const breaches = this.state.guards.breaches(trade);
    return breaches.length === 0 ? [] : breaches.flatMap((breach) => this.close(breach, trade.exchangeTime));
  }

  /** A price that is known from elsewhere than a trade of the stream, such as the last one before a restart. */
  mark(symbol: EquitySymbol, price: Price, time: number): void {
    this.state.day.moveTo(time);
    this.state.ledger.mark(symbol, price, time);
  }

  /** The last price of a symbol, from its trades or a mark; undefined where none has come. */
  lastPrice(symbol: EquitySymbol): Price | undefined {
    return this.state.ledger.lastPrice(symbol);
  }

  clock(time: number): DeskFact[] {
    this.state.day.moveTo(time);
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
    return this.state.records.get(id);
  }

  orders(): OrderView[] {
    return this.state.records.all();
  }

  /** Of which the broker may still report something. */
  working(): OrderView[] {
    return this.state.records.working();
  }

  /** Sent, and no clear answer: to be looked up by their tag. */
  unresolved(): OrderView[] {
    return this.state.records.working().filter((view) => this.isUnanswered(view));
  }

  /** What closes the book's position in a symbol, less what is being closed already; 0 shares where nothing is left to close. */
  wayOut(book: string, symbol: EquitySymbol): [side: Side, quantity: number] {
    return this.state.wayOut(book, symbol);
  }

  positions(): Position[] {
    return this.state.ledger.positions();
  }

  roundTrips(): readonly RoundTrip[] {
    return this.state.ledger.roundTrips();
  }

  figures(): AccountFigures {
    const { ledger, day } = this.state;
    return {
      cash: ledger.cash,
      equity: ledger.equity(),
      marketValue: ledger.marketValue(),
      buyingPower: this.state.buyingPower(this.options.leverage),
      openProfit: ledger.openProfit(),
      realisedProfit: ledger.realisedProfit(),
      dayStartEquity: day.startEquity,
    };
  }

  /** How the day began, to be stored and given to `restore`. */
  dayStart(): DayStart {
    return this.state.day.toStore();
  }

  private close({ position, intent, reason }: Breach, time: number): DeskFact[] {
    const { account, book, symbol } = position;
    const working = this.state.records.workingIn(book, symbol);
    if (working.some(({ order }) => !opens(order.side))) return [];
    const id = this.guardId(position, intent, time);
    if (!id) return [];
    const [side, quantity] = this.state.wayOut(book, symbol);
    const order: Order = { id, account, symbol, side, quantity, type: 'market', duration: 'day', origin: { kind: 'guard', strategyId: book, intent } };
    // what is still on its way in would be left without its stop
    const entries = working.filter((view) => view.brokerOrderId && view.state !== 'cancelling');
    const cancels = entries.flatMap((view) => this.cancel(view.order.id, reason, time));
    return [...cancels, ...this.send({ order, reason, referencePrice: this.state.ledger.lastPrice(symbol), guards: {} }, time)];
  }

  /** Undefined while the last attempt failed too recently to be repeated; one that was filled is followed at once if shares came in behind it. */
  private guardId({ book, symbol, openedAt }: Position, intent: Breach['intent'], time: number): OrderId | undefined {
    const first = `${book}-${symbol.replace('/', '-')}-${openedAt}-${intent === 'stop-loss' ? 'stop' : 'target'}`;
    for (let attempt = 1; ; attempt++) {
      const id = (attempt === 1 ? first : `${first}-${attempt}`) as OrderId;
      const before = this.state.records.get(id);
      if (!before) return id;
      if (before.state !== 'filled' && time - before.updatedAt < GUARD_RETRY_MS) return undefined;
    }
  }

  private send({ order, reason, referencePrice = 0 as Price, guards }: Draft, time: number): DeskFact[] {
    return [
      this.record(order.id, time, { type: 'approved', order, reason, ...guards, referencePrice }),
      this.record(order.id, time, { type: 'submitted' }),
      { kind: 'place', order },
    ];
  }

  /** By the broker's number, or by our tag as long as we know no number: a second order under our tag is not the one that we follow. */
  private reported(report: OrderReport): OrderView | undefined {
    const known = this.state.records.ofBroker(report.brokerOrderId);
    const tagged = report.orderId && this.state.records.get(report.orderId);
    return known ?? (tagged?.brokerOrderId === undefined ? tagged : undefined);
  }

  private known(orderId: OrderId): OrderView {
    const view = this.state.records.get(orderId);
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
    return { kind: 'event', event: this.state.record(orderId, time, happening) };
  }
}

const noFees: FeeModel = () => 0 as Cash;
