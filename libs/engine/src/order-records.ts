import { bookOf, isFinished, nextView, type BrokerOrderId, type EquitySymbol, type OrderEvent, type OrderId, type OrderView, type Side } from '@sofi/domain';

/** Every order of one account, folded from its events, with the few that are still alive at hand. */
export class OrderRecords {
  private readonly views = new Map<OrderId, OrderView>();
  private readonly alive = new Map<OrderId, OrderView>();
  private readonly byBroker = new Map<BrokerOrderId, OrderId>();

  /** The order after the event; the same object as before where the event was known. */
  add(event: OrderEvent): OrderView {
    const view = nextView(this.views.get(event.orderId), event);
    this.views.set(event.orderId, view);
    if (isFinished(view.state)) this.alive.delete(event.orderId);
    else this.alive.set(event.orderId, view);
    if (event.type === 'accepted') this.byBroker.set(event.brokerOrderId, event.orderId);
    return view;
  }

  get(id: OrderId): OrderView | undefined {
    return this.views.get(id);
  }

  ofBroker(id: BrokerOrderId): OrderView | undefined {
    const ours = this.byBroker.get(id);
    return ours && this.views.get(ours);
  }

  /** in order of creation */
  all(): OrderView[] {
    return [...this.views.values()];
  }

  /** Of which more is expected, sent or not. */
  working(): OrderView[] {
    return [...this.alive.values()];
  }

  workingIn(book: string, symbol: EquitySymbol): OrderView[] {
    return this.working().filter(({ order }) => order.symbol === symbol && bookOf(order.origin) === book);
  }
}

/** buy and sell_short open a position or add to one. */
export function opens(side: Side): boolean {
  return side === 'buy' || side === 'sell_short';
}

export function remaining(view: OrderView): number {
  return view.order.quantity - view.filledQuantity;
}
