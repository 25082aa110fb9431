import { Ledger, type Cash, type EquitySymbol, type OrderEvent } from '@sofi/domain';
import type { StrategyView } from '@sofi/strategies';
import { distancesOf, exitReasonOf } from './order-draft.js';
import { OrderRecords } from './order-records.js';

/** What strategies know of their books, folded from order events alone; it holds no money. */
export class BookViews {
  private readonly records = new OrderRecords();
  private readonly ledger = new Ledger(0 as Cash);

  /** An event that is known changes nothing. */
  onOrderEvent(event: OrderEvent): void {
    const before = this.records.get(event.orderId);
    const view = this.records.add(event);
    if (view === before || event.type !== 'filled') return;
    this.ledger.apply(event.fill, { exitReason: exitReasonOf(view.order.origin), guards: distancesOf(view) });
  }

  of(book: string, symbol: EquitySymbol): StrategyView {
    return { position: this.ledger.position(book, symbol), orderWorking: this.records.workingIn(book, symbol).length > 0 };
  }

  accountOf(event: OrderEvent): string | undefined {
    return 'order' in event ? event.order.account : this.records.get(event.orderId)?.order.account;
  }
}
