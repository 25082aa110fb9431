import type { Duration, EquitySymbol, OrderTerms, Price, Side } from '@sofi/domain';

export type BrokerOrderStatus = 'pending' | 'open' | 'filled' | 'canceled' | 'expired' | 'rejected';

/** What was asked for, already checked for its form. */
export interface Ticket {
  readonly symbol: EquitySymbol;
  readonly side: Side;
  readonly quantity: number;
  readonly terms: OrderTerms;
  readonly duration: Duration;
  readonly tag: string | undefined;
}

/** An order as the simulated broker keeps it. */
export interface BrokerOrder extends Ticket {
  readonly id: number;
  readonly status: BrokerOrderStatus;
  readonly filledQuantity: number;
  /** 0 until filled */
  readonly fillPrice: Price;
  readonly reason: string | undefined;
  /** market time, ms */
  readonly created: number;
  readonly changed: number;
}

export function isWorking({ status }: Pick<BrokerOrder, 'status'>): boolean {
  return status === 'pending' || status === 'open';
}
