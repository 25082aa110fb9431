import { price, RuleError, type Price } from '@sofi/domain';

const NOTHING = price(0);
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** Dollars as text → price. Throws a RuleError where it is not above zero and finite. */
export function priceIn(text: string, field: string): Price {
  const dollars = NUMBER.test(text) ? Number(text) : Number.NaN;
  // so that what rounds to nothing is refused as well
  const found = dollars > 0 && dollars < 9e9 ? price(dollars) : NOTHING;
  if (found === NOTHING) throw new RuleError(field, text, 'must be a price above 0');
  return found;
}

/** Shares as text → shares; `4006500.0` is whole. Throws a RuleError. */
export function sharesIn(text: string, field: string): number {
  const shares = NUMBER.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(shares) || shares < 0) throw new RuleError(field, text, 'must be a whole number of shares, 0 or more');
  return shares;
}
