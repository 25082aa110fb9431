import type { Cash, Price } from '@sofi/domain';

/** Whole shares that a percentage of the buying power buys at a price, rounded down; 0 where that is less than one. */
export function sharesFor(buyingPower: Cash, positionSizePct: number, price: Price): number {
  if (price <= 0) return 0;
  return Math.max(0, Math.floor((buyingPower * positionSizePct) / 100 / price));
}
