import type { RiskSettings } from './risk-settings.js';
import type { EquitySymbol } from './symbol.js';
import type { Timeframe } from './timeframe.js';

export const STRATEGY_STATUSES = ['stopped', 'running', 'paused'] as const;
/** running evaluates and trades · paused evaluates and guards what it holds, opens nothing · stopped evaluates nothing, what it holds stays guarded */
export type StrategyStatus = (typeof STRATEGY_STATUSES)[number];

export interface StrategyDefinition {
  readonly id: string;
  readonly name: string;
  /** a key of the strategy registry */
  readonly type: string;
  readonly symbols: readonly EquitySymbol[];
  readonly timeframe: Timeframe;
  readonly account: string;
  /** already validated by the type's schema */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly risk: RiskSettings;
  readonly status: StrategyStatus;
}
