import type { Bar, BarTick } from '../wire.js';

/** A bar as the socket says it, in the shape that REST says it. */
export function toBar(tick: BarTick): Bar {
  const { symbol: _symbol, timeframe: _timeframe, start, end: _end, ...rest } = tick;
  return { time: start, ...rest };
}

/** The list with the bar in its place: a known start is replaced (unless by an older revision), a new one inserted in order. */
export function withBar(bars: readonly Bar[], bar: Bar): readonly Bar[] {
  let at = bars.length;
  while (at > 0 && (bars[at - 1]?.time ?? 0) > bar.time) at--;
  const same = bars[at - 1];
  if (same?.time !== bar.time) return [...bars.slice(0, at), bar, ...bars.slice(at)];
  if (same.revision > bar.revision) return bars;
  return [...bars.slice(0, at - 1), bar, ...bars.slice(at)];
}
