import type { BrokerOrderId, OrderId, Side } from './order.js';
import type { Cash, Price } from './price.js';
import type { EquitySymbol } from './symbol.js';

/** Shares changed hands. The only thing that moves a position or the ledger; `id` makes it count once. */
export interface Fill {
  /** `<order id>-<cumulative quantity after it>` */
  readonly id: string;
  readonly orderId: OrderId;
  readonly brokerOrderId: BrokerOrderId;
  readonly account: string;
  /** the sub-ledger: a strategy's id, or `manual` */
  readonly book: string;
  readonly symbol: EquitySymbol;
  readonly side: Side;
  readonly quantity: number;
  readonly price: Price;
  readonly fees: Cash;
  /** the broker's time, ms */
  readonly time: number;
}
