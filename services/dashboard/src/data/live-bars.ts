import { useCallback, useEffect, useMemo, useState } from 'react';
import { toBar, withBar } from '../logic/bar-list.js';
import type { Bar, BarTick, Timeframe } from '../wire.js';
import { useChannel } from './live.js';
import { useCandles } from './queries.js';

const LIMIT = 500;

/** What is stored, and on top of it what the socket has said since: closed, revised and forming bars. */
export function useLiveBars(symbol: string, timeframe: Timeframe) {
  const stored = useCandles(symbol, timeframe, LIMIT);
  const [fresh, setFresh] = useState<readonly Bar[]>([]);
  useEffect(() => setFresh([]), [symbol, timeframe]);
  const take = useCallback(
    (ticks: readonly BarTick[]) => {
      const mine = ticks.filter((tick) => tick.symbol === symbol && tick.timeframe === timeframe).map(toBar);
      if (mine.length > 0) setFresh((known) => mine.reduce(withBar, known));
    },
    [symbol, timeframe],
  );
  useChannel('candle', `${timeframe}:${symbol}`, take);
  const bars = useMemo(() => fresh.reduce(withBar, stored.data ?? []), [stored.data, fresh]);
  return { stored, bars };
}
