import { STRATEGY_STATUSES, type StrategyDefinition } from '@sofi/domain';
import { z } from 'zod';
import { symbolField, timeframeField, timeField } from './fields.js';
import { valuesField } from './market-messages.js';
import { riskSettingsField } from './order-messages.js';

/** What a person may say of a strategy; `parameters` are checked against the type's own schema. */
export const strategyDraft = z.object({
  name: z.string().trim().min(1).max(80),
  type: z.string(),
  symbols: z.array(symbolField).min(1).max(50),
  timeframe: timeframeField,
  account: z.string().exactOptional(),
  parameters: z.record(z.string(), z.unknown()).default({}),
  risk: riskSettingsField.partial().default({}),
});
export type StrategyDraft = z.output<typeof strategyDraft>;

export const strategyMessage = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  symbols: z.array(symbolField).readonly(),
  timeframe: timeframeField,
  account: z.string(),
  parameters: z.record(z.string(), z.unknown()),
  risk: riskSettingsField,
  status: z.enum(STRATEGY_STATUSES),
}) satisfies z.ZodType<StrategyDefinition>;

/** A row of the list: the definition, and how it is doing. Amounts in dollars, rates from 0 to 1. */
export const strategySummary = strategyMessage.extend({
  profit: z.number(),
  openProfit: z.number(),
  tradeCount: z.number().int(),
  winRate: z.number().nullable(),
  openPositions: z.number().int(),
  lastDecisionAt: timeField.nullable(),
  createdAt: timeField,
});

/** The indicator state of a running strategy for one symbol, for the gauge. */
export const strategyState = z.object({ symbol: symbolField, warm: z.boolean(), barsSeen: z.number().int(), barsNeeded: z.number().int(), values: valuesField });

export const strategyTypeMessage = z.object({
  type: z.string(),
  title: z.string(),
  description: z.string(),
  /** JSON Schema with defaults, titles and descriptions; the form is drawn from it */
  parameters: z.record(z.string(), z.unknown()),
});
