import type { Price } from '@sofi/domain';
import { hashed } from './hashed.js';
import type { TradedBar } from './market.js';
import { optionQuote, type OptionContract } from './option-model.js';

/** Shares that are traded for each contract of a busy option. */
const SHARES_A_CONTRACT = 2000;

/**
 * What an option has done while its share made `bar`: its values at the share's prices, at the beginning and at `end` (ms, not itself
 * included). Undefined once the option has expired.
 */
export function optionBar(contract: OptionContract, bar: Omit<TradedBar, 'vwap'>, end: number): TradedBar | undefined {
  const last = Math.max(bar.start, end - 1);
  const at = (price: Price, time: number) => optionQuote(contract, price, time)?.last;
  const [open, close] = [at(bar.open, bar.start), at(bar.close, last)];
  if (open === undefined || close === undefined) return undefined;
  const reached = [bar.high, bar.low].flatMap((price) => [at(price, bar.start) ?? open, at(price, last) ?? close]);
  const [high, low] = [Math.max(open, close, ...reached), Math.min(open, close, ...reached)];
  return {
    start: bar.start,
    open,
    high: high as Price,
    low: low as Price,
    close,
    volume: contracts(contract, bar.volume),
    vwap: Math.round((open + high + low + close) / 4) as Price,
  };
}

/** Of so many shares; some options are livelier than others. */
function contracts({ symbol }: OptionContract, shares: number): number {
  return Math.floor(shares / (SHARES_A_CONTRACT * (1 + (hashed(symbol) % 50))));
}
