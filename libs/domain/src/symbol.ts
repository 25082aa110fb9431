import { RuleError } from './errors.js';

declare const tag: unique symbol;
/** An equity symbol as Tradier writes it: upper case, class shares with a slash (`BRK/B`). */
export type EquitySymbol = string & { readonly [tag]: 'symbol' };

const PATTERN = /^[A-Z]{1,6}(\/[A-Z]{1,2})?$/;

/** Text as typed → symbol (trimmed, upper-cased). Throws a RuleError for what can not be one. */
export function equitySymbol(text: string): EquitySymbol {
  const candidate = text.trim().toUpperCase();
  if (!PATTERN.test(candidate)) {
    throw new RuleError('symbol', text, 'must be 1 to 6 letters, with a slash before a share class (BRK/B)');
  }
  return candidate as EquitySymbol;
}
