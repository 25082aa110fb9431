import type { EquitySymbol } from '@sofi/domain';
import { Calls } from './client/calls.js';
import { Markets, type Quotes } from './client/markets.js';
import type { CallOptions, TradierHttp } from './http.js';

/** Quotes of any number of symbols. An unknown symbol never fails the others. Throws TradierErrors. */
export async function readQuotes(http: TradierHttp, symbols: readonly EquitySymbol[], options?: CallOptions): Promise<Quotes> {
  return new Markets(new Calls(http)).quotes(symbols, {}, options);
}
