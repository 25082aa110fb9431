import type { OrderId } from './order.js';
import type { Price } from './price.js';
import type { Values } from './signal.js';
import type { EquitySymbol } from './symbol.js';
import type { Timeframe } from './timeframe.js';

/** One line of the entry checklist, in words a person can act on. */
export interface Condition {
  readonly name: string;
  readonly met: boolean;
  readonly detail: string;
}

/** The record of one evaluation: every closed bar of a running strategy leaves exactly one. */
export interface Decision {
  /** `<strategy>-<symbol>-<bar start>` */
  readonly id: string;
  readonly strategyId: string;
  readonly symbol: EquitySymbol;
  readonly timeframe: Timeframe;
  readonly barStart: number;
  /** the market's clock when it was taken, ms */
  readonly time: number;
  readonly close: Price;
  readonly verdict: 'enter' | 'exit' | 'hold' | 'warming-up';
  readonly reason: string;
  readonly values: Values;
  readonly conditions: readonly Condition[];
  /** the order asked for, where the verdict asks for one */
  readonly orderId?: OrderId;
}
