/*
 * Orders in Tradier's own words. Prices are dollars, quantities whole shares or contracts, a `tag` is `[A-Za-z0-9-]{1,255}` and comes
 * back with the order. A limit order without a price does not compile.
 */

export type EquitySide = 'buy' | 'buy_to_cover' | 'sell' | 'sell_short';
export type OptionSide = 'buy_to_open' | 'buy_to_close' | 'sell_to_open' | 'sell_to_close';
export type TimeInForce = 'day' | 'gtc' | 'pre' | 'post';

/** Names a price at which it is worked, as every order that waits for another must. */
export type PricedTerms =
  | { readonly type: 'limit'; readonly price: number }
  | { readonly type: 'stop'; readonly stop: number }
  | { readonly type: 'stop_limit'; readonly price: number; readonly stop: number };
export type Terms = { readonly type: 'market' } | PricedTerms;
/** `price` is what a unit of the spread costs (debit) or brings (credit), positive either way. */
export type SpreadTerms = { readonly type: 'market' | 'even' } | { readonly type: 'debit' | 'credit'; readonly price: number };

interface Tagged {
  readonly tag?: string;
}

export type EquityOrder = Terms &
  Tagged & { readonly class: 'equity'; readonly symbol: string; readonly side: EquitySide; readonly quantity: number; readonly duration: TimeInForce };

/** `symbol` is the underlying (`SPX` where the option is of the root SPXW), `option_symbol` the option: `SPXW230922C04305000`. */
export type OptionOrder = Terms &
  Tagged & {
    readonly class: 'option';
    readonly symbol: string;
    readonly option_symbol: string;
    readonly side: OptionSide;
    readonly quantity: number;
    readonly duration: 'day' | 'gtc';
  };

export interface OptionLeg {
  readonly option_symbol: string;
  readonly side: OptionSide;
  readonly quantity: number;
}
export interface EquityLeg {
  readonly side: EquitySide;
  readonly quantity: number;
}

/** Two to four options of one underlying. */
export type MultilegOrder = SpreadTerms &
  Tagged & {
    readonly class: 'multileg';
    readonly symbol: string;
    readonly duration: 'day' | 'gtc';
    readonly legs: readonly [OptionLeg, OptionLeg, ...OptionLeg[]];
  };

/** Shares with one or two options on them. */
export type ComboOrder = SpreadTerms &
  Tagged & {
    readonly class: 'combo';
    readonly symbol: string;
    readonly duration: 'day' | 'gtc';
    readonly legs: readonly [EquityLeg, OptionLeg] | readonly [EquityLeg, OptionLeg, OptionLeg];
  };

/** One order of a group: in shares, or in options where it names one. */
export type Member<T extends Terms = Terms> = T &
  (
    | { readonly symbol: string; readonly side: EquitySide; readonly quantity: number; readonly duration?: TimeInForce }
    | { readonly symbol: string; readonly option_symbol: string; readonly side: OptionSide; readonly quantity: number; readonly duration?: 'day' | 'gtc' }
  );

/** `duration` is for all orders of the group; without it each order has its own. */
interface Group extends Tagged {
  readonly duration?: TimeInForce;
}

/** The second is sent when the first is filled. */
export interface OtoOrder extends Group {
  readonly class: 'oto';
  readonly orders: readonly [Member<PricedTerms>, Member];
}

/** When one is filled the other is cancelled. */
export interface OcoOrder extends Group {
  readonly class: 'oco';
  readonly orders: readonly [Member<PricedTerms>, Member<PricedTerms>];
}

/** When the first is filled the other two are sent, and when one of these is filled the last is cancelled: an entry with target and stop. */
export interface OtocoOrder extends Group {
  readonly class: 'otoco';
  readonly orders: readonly [Member, Member<PricedTerms>, Member<PricedTerms>];
}

export type OrderRequest = EquityOrder | OptionOrder | MultilegOrder | ComboOrder | OtoOrder | OcoOrder | OtocoOrder;

/** What may change while an order works; quantity and side can not. At least one. */
export interface OrderChange {
  readonly type?: 'market' | 'limit' | 'stop' | 'stop_limit' | 'debit' | 'credit';
  readonly duration?: TimeInForce;
  readonly price?: number;
  readonly stop?: number;
}
