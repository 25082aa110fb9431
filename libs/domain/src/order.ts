import type { Price } from './price.js';
import type { EquitySymbol } from './symbol.js';

declare const tag: unique symbol;
/** Ours, deterministic, `[A-Za-z0-9-]{1,255}`: message id, unique column and the broker's tag. */
export type OrderId = string & { readonly [tag]: 'order' };
/** The broker's own number, as text. */
export type BrokerOrderId = string & { readonly [tag]: 'broker-order' };

export type Side = 'buy' | 'sell' | 'sell_short' | 'buy_to_cover';
export type Duration = 'day' | 'gtc' | 'pre' | 'post';

/** A limit order has a price or does not compile. */
export type OrderTerms =
  | { readonly type: 'market' }
  | { readonly type: 'limit'; readonly limitPrice: Price }
  | { readonly type: 'stop'; readonly stopPrice: Price }
  | { readonly type: 'stop_limit'; readonly limitPrice: Price; readonly stopPrice: Price };
export type OrderType = OrderTerms['type'];

/** Who asked: a strategy's signal, the guard of a stop or target, or a person. */
export type Origin =
  | { readonly kind: 'strategy'; readonly strategyId: string; readonly intent: 'enter' | 'exit' }
  | { readonly kind: 'guard'; readonly strategyId: string; readonly intent: 'stop-loss' | 'take-profit' }
  | { readonly kind: 'person'; readonly user: string };

/** An order in full, sized and named; what a broker is asked to work. */
export type Order = OrderTerms & {
  readonly id: OrderId;
  readonly account: string;
  readonly symbol: EquitySymbol;
  readonly side: Side;
  /** whole shares, > 0; 0 only in a refusal that came before sizing */
  readonly quantity: number;
  readonly duration: Duration;
  readonly origin: Origin;
};

export const ORDER_ID_PATTERN = /^[A-Za-z0-9-]{1,255}$/;

/** buy and buy_to_cover add shares, sell and sell_short take them away. */
export function direction(side: Side): 1 | -1 {
  return side === 'buy' || side === 'buy_to_cover' ? 1 : -1;
}

/** The sub-ledger that an order belongs to: its strategy, or `manual`. */
export function bookOf(origin: Origin): string {
  return origin.kind === 'person' ? 'manual' : origin.strategyId;
}
