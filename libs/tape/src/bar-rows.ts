import { price, RuleError } from '@sofi/domain';
import type { Minute } from './minute.js';
import { rowsOf, timeIn } from './table.js';

export const BAR_COLUMNS = ['time_utc', 'open', 'high', 'low', 'close', 'volume'] as const;

/** One-minute bars of a file, oldest first; those without volume are left out, since no trade of any size can re-make them. */
export function* minutesIn(text: string, file: string): Iterable<Minute> {
  for (const [time = '', open, high, low, close, volume] of rowsOf(text, file, BAR_COLUMNS)) {
    const minute = {
      start: timeIn(time, file),
      open: price(Number(open)),
      high: price(Number(high)),
      low: price(Number(low)),
      close: price(Number(close)),
      volume: Number(volume),
    };
    if (minute.volume === 0) continue;
    if (!isBar(minute)) throw new RuleError('file', file, `has a bar at ${time} whose prices or volume contradict each other`);
    yield minute;
  }
}

function isBar({ open, high, low, close, volume }: Minute): boolean {
  return low <= Math.min(open, close) && high >= Math.max(open, close) && Number.isInteger(volume) && volume > 0;
}
