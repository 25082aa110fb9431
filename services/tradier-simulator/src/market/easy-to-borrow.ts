import type { EquitySymbol } from '@sofi/domain';

/** Much shorted and rarely lent. */
const HARD_TO_BORROW: ReadonlySet<string> = new Set(['AMC', 'BBBY', 'DJT', 'GME']);
/** Fifth letters that exchanges give: Q is in bankruptcy, W is a warrant. */
const HARD_FIFTH_LETTER = /^[A-Z]{4}[QW]$/;

/** Whether the broker lends the share, so that it can be sold short: the list of `/markets/etb`. */
export function isEasyToBorrow(symbol: EquitySymbol): boolean {
  return !HARD_TO_BORROW.has(symbol) && !HARD_FIFTH_LETTER.test(symbol);
}
