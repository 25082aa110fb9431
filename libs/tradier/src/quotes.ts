import type { EquitySymbol } from '@sofi/domain';
import type { TradierHttp } from './http.js';
import { quotesAnswer, shaped, type WireQuote } from './wire.js';

/** keeps the address well below the length at which servers refuse */
const SYMBOLS_AT_ONCE = 200;

/** Quotes of any number of symbols. An unknown symbol never fails the others. Throws TradierErrors. */
export async function readQuotes(http: TradierHttp, symbols: readonly EquitySymbol[]): Promise<{ quotes: WireQuote[]; unmatched: string[] }> {
  const all = { quotes: new Array<WireQuote>(), unmatched: new Array<string>() };
  for (let from = 0; from < symbols.length; from += SYMBOLS_AT_ONCE) {
    const some = symbols.slice(from, from + SYMBOLS_AT_ONCE).join(',');
    const { quotes } = shaped(quotesAnswer, await http.get('/markets/quotes', { symbols: some }), 'quotes');
    all.quotes.push(...quotes.quote);
    all.unmatched.push(...(quotes.unmatched_symbols ?? []));
  }
  return all;
}
