import type { EquitySymbol } from '@sofi/domain';
import type { Database } from '@sofi/postgres';
import { COARSER, type SymbolBars } from './symbol-bars.js';

const HOUR = 3_600_000;
/** A session and its night: every bar that may still be open began within it. */
const OPEN_WITHIN_MS = 26 * HOUR;
/** A long weekend: a symbol that has not closed a bar for longer is not expected to go on by itself. */
const GOES_ON_WITHIN_MS = 96 * HOUR;

/** Which symbols were making bars when the market's clock stood here. */
export function symbolsAt(database: Pick<Database, 'bars'>, marketTime: number): Promise<EquitySymbol[]> {
  return database.bars.symbolsSince('1m', marketTime - GOES_ON_WITHIN_MS);
}

/** Tells a symbol's bars what is stored of them, from the newest session back. */
export async function resumeStored(database: Pick<Database, 'bars'>, bars: SymbolBars): Promise<void> {
  const { symbol } = bars;
  const [newest] = await database.bars.load({ symbol, timeframe: '1m', limit: 1 });
  if (!newest) return;
  const from = newest.start - OPEN_WITHIN_MS;
  const minutes = await database.bars.load({ symbol, timeframe: '1m', from });
  const coarser = await Promise.all(COARSER.map((timeframe) => database.bars.load({ symbol, timeframe, from: from - 24 * HOUR })));
  bars.resume(minutes, coarser.flat());
}
