import { strategyMessage, type strategySummary } from '@sofi/contracts';
import { dollars, type RoundTrip, type StrategyDefinition } from '@sofi/domain';
import { z } from 'zod';
import type { ValuedPosition } from './valued-positions.js';

export type StrategySummary = z.input<typeof strategySummary>;

/** What of other tables a row of the list tells. */
export interface StrategyRecord {
  readonly createdAt: number;
  readonly lastDecisionAt: number | null;
  readonly trades: readonly Pick<RoundTrip, 'profit'>[];
  readonly positions: readonly ValuedPosition[];
}

/** A row of the list. A position without a last price adds nothing to the open profit. */
export function summaryOf(definition: StrategyDefinition, { createdAt, lastDecisionAt, trades, positions }: StrategyRecord): StrategySummary {
  const open = positions.filter((one) => one.netQuantity !== 0);
  return {
    ...z.encode(strategyMessage, { ...definition, symbols: [...definition.symbols], parameters: { ...definition.parameters } }),
    profit: trades.reduce((sum, trade) => sum + trade.profit, 0) / 1_000_000,
    openProfit: open.reduce((sum, one) => sum + (one.openProfit ?? 0), 0),
    tradeCount: trades.length,
    winRate: trades.length === 0 ? null : trades.filter((trade) => dollars(trade.profit) > 0).length / trades.length,
    openPositions: open.length,
    lastDecisionAt,
    createdAt,
  };
}
