import type { Cash, Price } from './price.js';
import type { EquitySymbol } from './symbol.js';

/** A finished trade: opened and closed again, partly or whole. One for each closing fill. */
export interface RoundTrip {
  /** the closing fill's id */
  readonly id: string;
  readonly account: string;
  readonly book: string;
  readonly symbol: EquitySymbol;
  readonly side: 'long' | 'short';
  readonly quantity: number;
  readonly entryPrice: Price;
  readonly exitPrice: Price;
  readonly entryTime: number;
  readonly exitTime: number;
  readonly profit: Cash;
  readonly profitPct: number;
  readonly exitReason: 'signal' | 'stop-loss' | 'take-profit' | 'manual';
}
