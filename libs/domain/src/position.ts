import type { Cash, Price } from './price.js';
import type { EquitySymbol } from './symbol.js';

/** What one book holds in one symbol. Folded from fills, never written by hand. */
export interface Position {
  readonly account: string;
  /** a strategy's id, or `manual` */
  readonly book: string;
  readonly symbol: EquitySymbol;
  /** negative is short; 0 is flat */
  readonly netQuantity: number;
  /** what the open shares cost, fees apart; its sign follows netQuantity */
  readonly costBasis: Cash;
  /** costBasis / netQuantity, rounded to a millionth; 0 when flat */
  readonly averagePrice: Price;
  /** profit taken so far in this book and symbol, fees included */
  readonly realisedProfit: Cash;
  /** ms; of the fill that opened what is open */
  readonly openedAt: number;
  /** levels that the guard watches; absent where there is none */
  readonly stopLoss?: Price;
  readonly takeProfit?: Price;
}
