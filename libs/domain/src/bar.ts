import type { Price } from './price.js';
import type { EquitySymbol } from './symbol.js';
import type { Timeframe } from './timeframe.js';

/** whole: every trade is in it · gap: trades are missing, or may be · backfilled: rebuilt from the broker's history */
export type BarQuality = 'whole' | 'gap' | 'backfilled';

export interface Bar {
  readonly symbol: EquitySymbol;
  readonly timeframe: Timeframe;
  /** ms since the epoch, inclusive */
  readonly start: number;
  /** exclusive: a trade exactly here opens the next bar */
  readonly end: number;
  readonly open: Price;
  readonly high: Price;
  readonly low: Price;
  readonly close: Price;
  /** shares */
  readonly volume: number;
  readonly tradeCount: number;
  /** volume-weighted average price; the close where nothing traded */
  readonly vwap: Price;
  /** 0 when first closed; each correction after that adds one */
  readonly revision: number;
  readonly quality: BarQuality;
}

/** The id that makes a closed bar one fact everywhere: message id, primary key. */
export function barId(bar: Pick<Bar, 'symbol' | 'timeframe' | 'start' | 'revision'>): string {
  return `${bar.symbol}-${bar.timeframe}-${bar.start}-${bar.revision}`;
}
