import type { Timeframe } from '../wire.js';

const WORDS: Record<Timeframe, string> = { '1m': '1 minute', '5m': '5 minutes', '15m': '15 minutes', '30m': '30 minutes', '1h': '1 hour', '4h': '4 hours', '1d': '1 day' };
/** From fine to coarse; the record above does not compile if one is missing. */
export const TIMEFRAMES = Object.keys(WORDS) as readonly Timeframe[];
export const timeframeWords = (timeframe: Timeframe): string => WORDS[timeframe];

/** `aapl, msft;brk/b` → each symbol once, as it was written first. */
export function symbolsIn(text: string): string[] {
  return [
    ...new Set(
      text
        .toUpperCase()
        .split(/[\s,;]+/)
        .filter(Boolean),
    ),
  ];
}

export type StrategyAction = 'start' | 'pause' | 'resume' | 'stop' | 'flatten' | 'delete';
type Status = 'stopped' | 'running' | 'paused';

/** What can be done to a strategy in a state; closing what it holds is possible in every state. */
export function actionsOf(status: Status, openPositions: number): readonly StrategyAction[] {
  const moves: Record<Status, readonly StrategyAction[]> = { stopped: ['start'], running: ['pause', 'stop'], paused: ['resume', 'stop'] };
  return [...moves[status], ...(openPositions > 0 ? (['flatten'] as const) : []), ...(status === 'stopped' && openPositions === 0 ? (['delete'] as const) : [])];
}
