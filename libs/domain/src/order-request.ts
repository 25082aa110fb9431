import type { OrderId, Duration, OrderTerms, Side } from './order.js';
import type { Price } from './price.js';
import type { RiskSettings } from './risk-settings.js';
import type { EquitySymbol } from './symbol.js';

/** A wish, not yet sized nor approved. Its id becomes the order's id, so that asking twice is asking once. */
export type OrderRequest = { readonly id: OrderId; readonly account: string; readonly symbol: EquitySymbol; /** market clock, ms */ readonly time: number } & (
  | EntryWish
  | ExitWish
  | TicketWish
);

/** A strategy wants in: how much is decided by sizing, whether by the gate. */
export interface EntryWish {
  readonly kind: 'entry';
  readonly strategyId: string;
  /** the close that the signal saw */
  readonly referencePrice: Price;
  readonly risk: RiskSettings;
  readonly reason: string;
}

/** A strategy wants its whole position in the symbol closed. */
export interface ExitWish {
  readonly kind: 'exit';
  readonly strategyId: string;
  readonly referencePrice: Price;
  readonly reason: string;
}

/** A person's ticket: sized by hand, gated all the same. */
export interface TicketWish {
  readonly kind: 'ticket';
  readonly user: string;
  readonly side: Side;
  readonly quantity: number;
  readonly terms: OrderTerms;
  readonly duration: Duration;
}
