import { TIMEFRAMES, type Bar } from '@sofi/domain';

/**
 * The order in which bars of one tick are decided on, wherever they come from: by symbol, then by when they ended, the finer timeframe first.
 * Requests follow decisions, and who asks first is sized first: so backtest and services must agree on it.
 */
export function inEvaluationOrder(bars: readonly Bar[]): Bar[] {
  return [...bars].toSorted((a, b) => compare(a.symbol, b.symbol) || a.end - b.end || TIMEFRAMES.indexOf(a.timeframe) - TIMEFRAMES.indexOf(b.timeframe));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
