import { RuleError } from './errors.js';

/** From fine to coarse. A bar of any of these is the roll-up of the bars of a finer one. */
export const TIMEFRAMES = ['1m', '5m', '15m', '30m', '1h', '4h', '1d'] as const;
export type Timeframe = (typeof TIMEFRAMES)[number];

const MINUTE = 60_000;
const LENGTH: Record<Exclude<Timeframe, '1d'>, number> = {
  '1m': MINUTE,
  '5m': 5 * MINUTE,
  '15m': 15 * MINUTE,
  '30m': 30 * MINUTE,
  '1h': 60 * MINUTE,
  '4h': 240 * MINUTE,
};

/** Length in ms; a 1d bar is as long as its session, so it has none of its own. */
export function lengthMs(timeframe: Timeframe): number | 'session' {
  return timeframe === '1d' ? 'session' : LENGTH[timeframe];
}

export function timeframe(text: string): Timeframe {
  const found = TIMEFRAMES.find((candidate) => candidate === text);
  if (!found) throw new RuleError('timeframe', text, `must be one of ${TIMEFRAMES.join(', ')}`);
  return found;
}
