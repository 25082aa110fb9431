import type { Bar, EquitySymbol } from '@sofi/domain';
import type { Database } from '@sofi/postgres';
import type { MarketCalendar } from '@sofi/service-kit';
import { COARSER, type SymbolBars } from './symbol-bars.js';

const HOUR = 3_600_000;
/** A long weekend: a symbol that has not closed a bar for longer is not expected to go on by itself. */
const GOES_ON_WITHIN_MS = 96 * HOUR;

/** Which symbols were making bars when the market's clock stood here: not those of which only the broker's history is stored. */
export async function symbolsAt(database: Pick<Database, 'bars'>, marketTime: number): Promise<EquitySymbol[]> {
  const ours: EquitySymbol[] = [];
  for (const symbol of await database.bars.symbolsSince('1m', marketTime - GOES_ON_WITHIN_MS)) {
    const [newest] = await database.bars.load({ symbol, timeframe: '1m', to: marketTime, limit: 1 });
    if (newest && isOurs(newest)) ours.push(symbol);
  }
  return ours;
}

/** Not the broker's history: a symbol of which only that is stored was never watched, and begins with its first trade. */
function isOurs({ quality, revision }: Bar): boolean {
  return quality !== 'backfilled' || revision > 0;
}

/**
 * Tells a symbol's bars what is stored of them, of the newest session and the one before. `listenedTo`: the market's clock up to which somebody has listened, where
 * somebody has: what was looked up of the time since is not ours, and is made anew.
 */
export async function resumeStored(database: Pick<Database, 'bars'>, calendar: MarketCalendar, bars: SymbolBars, listenedTo: number | undefined): Promise<void> {
  const until = listenedTo === undefined ? {} : { to: listenedTo };
  const { symbol } = bars;
  const [newest] = await database.bars.load({ symbol, timeframe: '1m', ...until, limit: 1 });
  if (!newest || !isOurs(newest)) return;
  await calendar.cover(newest.start);
  const open = calendar.latest(newest.start)?.open ?? newest.start;
  const from = calendar.latest(open - 1)?.open ?? open;
  const minutes = await database.bars.load({ symbol, timeframe: '1m', from, ...until });
  const coarser = await Promise.all(COARSER.map((timeframe) => database.bars.load({ symbol, timeframe, from, ...until })));
  bars.resume(minutes, coarser.flat(), listenedTo !== undefined);
}
