import { useMemo } from 'react';
import { compact, money } from '../logic/money-format.js';
import { chartTime, dayAndTime } from '../logic/new-york-clock.js';
import { rsiOf } from '../logic/rsi.js';
import type { Bar } from '../wire.js';

/** The numbers of the bar under the pointer, else of the newest. */
export function ChartLegend({ bars, pointed, period }: { bars: readonly Bar[]; pointed: number | undefined; period: number }) {
  const index = useMemo(() => (pointed === undefined ? bars.length - 1 : bars.findIndex((bar) => chartTime(bar.time) === pointed)), [bars, pointed]);
  const rsi = useMemo(
    () =>
      rsiOf(
        bars.map((bar) => bar.close),
        period,
      ),
    [bars, period],
  );
  const bar = bars[index];
  if (!bar) return null;
  const numbers = [
    ['O', money(bar.open)],
    ['H', money(bar.high)],
    ['L', money(bar.low)],
    ['C', money(bar.close)],
    ['Vol', compact(bar.volume)],
    [`RSI ${period}`, rsi[index]?.toFixed(1) ?? '–'],
  ] as const;
  return (
    <div className="pointer-events-none absolute top-1 right-18 left-2 z-10 flex flex-wrap gap-x-3 text-[11px] text-soft">
      <span>{dayAndTime(bar.time)}</span>
      {numbers.map(([name, value]) => (
        <span key={name}>
          {name} <span className={`font-medium ${bar.close >= bar.open ? 'up' : 'down'}`}>{value}</span>
        </span>
      ))}
      {bar.quality !== 'whole' && <span className="text-warning">{bar.quality === 'gap' ? 'with a gap' : 'backfilled'}</span>}
    </div>
  );
}
