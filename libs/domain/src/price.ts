import { RuleError } from './errors.js';

/**
 * Money inside the core: whole millionths of a dollar, so that sums never round (exact to ±$9 billion).
 * The brands cost nothing at run time; they keep a price from being added to a share count by accident.
 */
declare const unit: unique symbol;
export type Price = number & { readonly [unit]: 'price' };
export type Cash = number & { readonly [unit]: 'cash' };

export const MICROS_PER_DOLLAR = 1_000_000;

/** Dollars (at most six decimals are kept, half away from zero) → price. Throws a RuleError on a number that is no finite, safe amount. */
export function price(dollars: number): Price {
  return micros(dollars, 'price') as Price;
}

/** Dollars → cash; the same rounding and the same errors as {@link price}. */
export function cash(dollars: number): Cash {
  return micros(dollars, 'amount') as Cash;
}

/** Price or cash → dollars, for wires, screens and statistics. */
export function dollars(amount: Price | Cash): number {
  return amount / MICROS_PER_DOLLAR;
}

const WORDS = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });

/** An amount for people, in whole cents: `$176,999.80`, `-$12.50`. */
export function inDollars(amount: Price | Cash): string {
  return WORDS.format(dollars(amount));
}

/** quantity × price, exact; the product must stay within ±$9 billion. */
export function notional(quantity: number, at: Price): Cash {
  const amount = quantity * at;
  if (!Number.isSafeInteger(amount)) throw new RuleError('quantity', quantity, `times ${dollars(at)} is too large an amount`);
  return amount as Cash;
}

/** The price moved by a percentage, rounded to the nearest cent: stops and targets are orders, and orders have cents. */
export function movedByPercent(from: Price, percent: number): Price {
  const cents = Math.round((from / 10_000) * (1 + percent / 100));
  return (cents * 10_000) as Price;
}

function micros(dollarAmount: number, field: string): number {
  const scaled = Math.round(Math.abs(dollarAmount) * MICROS_PER_DOLLAR);
  if (!Number.isSafeInteger(scaled)) throw new RuleError(field, dollarAmount, 'must be a finite number of dollars below 9 billion');
  return dollarAmount < 0 && scaled !== 0 ? -scaled : scaled;
}
