import type { BrokerOrderId, Cash, Order, OrderEvent, OrderId } from '@sofi/domain';

/** What the desk decided. Whoever runs it performs these in order: events are stored before anything is sent. */
export type DeskFact =
  | { readonly kind: 'event'; readonly event: OrderEvent }
  | { readonly kind: 'place'; readonly order: Order }
  | { readonly kind: 'cancel'; readonly orderId: OrderId; readonly brokerOrderId: BrokerOrderId };

/** What the gate says. `rule` is null where nothing stands in the way. */
export interface GateVerdict {
  readonly approved: boolean;
  readonly rule: string | null;
  readonly reason: string;
  readonly quantity: number;
}

/** Amounts of one account, from the ledger and the last known prices. */
export interface AccountFigures {
  readonly cash: Cash;
  readonly equity: Cash;
  /** signed: short positions count against long ones */
  readonly marketValue: Cash;
  /** what new orders may cost; orders that would open something and still work are taken off */
  readonly buyingPower: Cash;
  readonly openProfit: Cash;
  readonly realisedProfit: Cash;
  /** equity at the start of the New York day */
  readonly dayStartEquity: Cash;
}
