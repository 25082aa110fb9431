import type { Bar } from '@sofi/domain';

export const BAR_COLUMNS = 'symbol, timeframe, start_time, end_time, open, high, low, close, volume, trade_count, vwap, revision, quality';

/** Of several bars with one key the highest revision stays; of two with the same revision the one that was there, so a live bar outlives one of a backfill. */
export const MERGE = `ON CONFLICT (symbol, timeframe, start_time) DO UPDATE SET
  end_time = excluded.end_time, open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close, volume = excluded.volume,
  trade_count = excluded.trade_count, vwap = excluded.vwap, revision = excluded.revision, quality = excluded.quality
  WHERE bars.revision < excluded.revision`;

/** One statement can not update a row twice. */
export function highestRevisions(bars: readonly Bar[]): Bar[] {
  const byKey = new Map<string, Bar>();
  for (const bar of bars) {
    const key = `${bar.symbol} ${bar.timeframe} ${bar.start}`;
    const known = byKey.get(key);
    if (!known || known.revision < bar.revision) byKey.set(key, bar);
  }
  return [...byKey.values()];
}
