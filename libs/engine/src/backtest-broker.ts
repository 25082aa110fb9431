import type { BrokerOrderId, Order, OrderId, OrderReport, Price, Quote, SessionCalendar, Trade } from '@sofi/domain';
import type { RestingOrder } from './resting-order.js';
import { SimulatedMarket } from './simulated-market.js';

/** A broker without a network: takes orders, matches them against the events, and reports when it is asked. */
export class BacktestBroker {
  private readonly market: SimulatedMarket;
  private readonly taken = new Map<string, { readonly brokerOrderId: BrokerOrderId; readonly order: Order }>();
  private reports: OrderReport[] = [];

  constructor(calendar: SessionCalendar) {
    this.market = new SimulatedMarket({ calendar });
  }

  /** The order arrives at `time`. */
  place(order: Order, time: number): BrokerOrderId {
    const brokerOrderId = String(this.taken.size + 1) as BrokerOrderId;
    this.taken.set(order.id, { brokerOrderId, order });
    this.market.submit(resting(order), time);
    return brokerOrderId;
  }

  cancel(orderId: OrderId, time: number): void {
    if (this.market.cancel(orderId)) this.tell(orderId, { status: 'cancelled', filledQuantity: 0, averageFillPrice: 0 as Price, time });
  }

  onEvent(event: Trade | Quote): void {
    for (const { id, quantity, price, time } of this.market.onEvent(event)) this.tell(id, { status: 'filled', filledQuantity: quantity, averageFillPrice: price, time });
  }

  /** What is news since it was last asked, by the orders' numbers: a broker lists its orders so. */
  reportsBy(time: number): OrderReport[] {
    for (const ending of this.market.onClock(time)) this.tell(ending.id, { status: ending.status, filledQuantity: 0, averageFillPrice: 0 as Price, time: ending.time });
    const { reports } = this;
    this.reports = [];
    return reports.toSorted((a, b) => Number(a.brokerOrderId) - Number(b.brokerOrderId));
  }

  private tell(id: string, news: Pick<OrderReport, 'status' | 'filledQuantity' | 'averageFillPrice' | 'time'>): void {
    const taken = this.taken.get(id);
    if (!taken) return;
    const { brokerOrderId, order } = taken;
    this.reports.push({ brokerOrderId, orderId: order.id, symbol: order.symbol, lastFillPrice: news.averageFillPrice, ...news });
  }
}

function resting({ id, account: _account, origin: _origin, symbol, side, quantity, duration, ...terms }: Order): RestingOrder {
  return { id, symbol, side, quantity, duration, terms };
}
