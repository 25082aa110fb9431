import {
  bookOf,
  direction,
  Ledger,
  notional,
  type Cash,
  type EquitySymbol,
  type OrderEvent,
  type OrderHappening,
  type OrderId,
  type OrderView,
  type Price,
  type Side,
} from '@sofi/domain';
import { Guards } from './guards.js';
import { distancesOf, exitReasonOf } from './order-draft.js';
import { opens, OrderRecords, remaining } from './order-records.js';
import { leavingShares } from './risk-rules.js';
import { TradingDay } from './trading-day.js';

/** Everything that a desk knows. It changes by order events, and by marks, which are in no event. */
export class DeskState {
  readonly ledger: Ledger;
  readonly records = new OrderRecords();
  readonly guards = new Guards();
  readonly day: TradingDay;
  /** entry orders behind each open position, by book and symbol */
  private readonly entries = new Map<string, Set<OrderId>>();

  constructor(opening: { readonly cash: Cash; readonly time: number }) {
    this.ledger = new Ledger(opening.cash);
    this.day = new TradingDay(this.ledger, opening.time);
  }

  /** Makes the next event of an order, and takes it in. Within an order time never goes back, whoever's clock told it. */
  record(orderId: OrderId, time: number, happening: OrderHappening): OrderEvent {
    const before = this.records.get(orderId);
    const sequence = (before?.events.length ?? 0) + 1;
    const event: OrderEvent = { orderId, sequence, time: Math.max(time, before?.updatedAt ?? 0), ...happening };
    this.apply(event);
    return event;
  }

  /** The only place where orders, money and guards change, new events and stored ones alike; one that is known changes nothing. */
  apply(event: OrderEvent): void {
    this.day.moveTo(event.time);
    const before = this.records.get(event.orderId);
    const view = this.records.add(event);
    if (view === before) return;
    if (event.type === 'filled') this.fill(event, view);
    // the halt is in the refusal that it caused, and so survives a restart
    if (event.type === 'refused' && event.rule === 'daily-loss') this.day.halt(bookOf(event.order.origin));
  }

  entriesIn(book: string, symbol: EquitySymbol): number {
    return this.entries.get(key(book, symbol))?.size ?? 0;
  }

  /** leverage × equity − what is held − what working orders will open; never below 0 */
  buyingPower(leverage: number): Cash {
    const free = Math.floor(leverage * this.ledger.equity()) - this.ledger.grossMarketValue();
    const opening = this.records.working().filter(({ order }) => opens(order.side));
    return Math.max(
      0,
      opening.reduce((left, view) => left - notional(remaining(view), referencePriceOf(view)), free),
    ) as Cash;
  }

  /** What closes a book's position, less what is being closed already. */
  wayOut(book: string, symbol: EquitySymbol): [Side, number] {
    const net = this.ledger.position(book, symbol)?.netQuantity ?? 0;
    return [net < 0 ? 'buy_to_cover' : 'sell', Math.max(0, Math.abs(net) - leavingShares(this.records, book, symbol))];
  }

  private fill({ fill }: Extract<OrderEvent, { type: 'filled' }>, view: OrderView): void {
    const { order } = view;
    const position = this.ledger.apply(fill, { exitReason: exitReasonOf(order.origin), guards: distancesOf(view) });
    if (!position) return;
    this.guards.watch(position);
    const of = key(fill.book, fill.symbol);
    if (position.netQuantity === 0) this.entries.delete(of);
    else if (Math.sign(position.netQuantity) === direction(order.side)) this.entries.set(of, (this.entries.get(of) ?? new Set()).add(order.id));
  }
}

function key(book: string, symbol: EquitySymbol): string {
  return `${book} ${symbol}`;
}

function referencePriceOf({ events: [first] }: OrderView): Price {
  return first?.type === 'approved' ? first.referencePrice : (0 as Price);
}
