import { lengthMs, type Bar, type Timeframe } from '@sofi/domain';

const DAY_MS = 86_400_000;
const SESSION_MS = 390 * 60_000;
/** one-minute history is asked for no further back than this: it is for a chart, and brokers keep about so much */
const MINUTE_HISTORY_MS = 30 * DAY_MS;

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The calendar days that hold so many bars, weekends and a holiday included: 7 days for every 5 sessions, and 4 more. */
export function spanOf(timeframe: Timeframe, bars: number): number {
  const length = lengthMs(timeframe);
  const sessions = length === 'session' ? bars : Math.ceil((bars * length) / SESSION_MS);
  return (Math.ceil((sessions * 7) / 5) + 4) * DAY_MS;
}

/** The end of a range that most likely holds so many bars already; the whole of it where it is short. Saves the broker days of minutes. */
export function nearEnd(range: Range, timeframe: Timeframe, bars: number): Range {
  const length = lengthMs(timeframe);
  return length === 'session' ? range : { from: Math.max(range.from, range.to - 2 * bars * length), to: range.to };
}

/** What of a wish lies before the first stored bar; undefined where nothing does, or where there are enough bars already. */
export function missingBefore(stored: readonly Bar[], wish: Range, limit: number, timeframe: Timeframe): Range | undefined {
  if (stored.length >= limit) return undefined;
  const to = Math.min(wish.to, stored[0]?.start ?? wish.to);
  const from = timeframe === '1d' ? wish.from : Math.max(wish.from, wish.to - MINUTE_HISTORY_MS);
  return from < to ? { from, to } : undefined;
}
