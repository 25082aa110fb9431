import type { Bar, ClockTick, Decision, FeedGap, Quote, SymbolFeed, Trade } from '@sofi/domain';
import { z } from 'zod';
import { orderIdField, priceField, sharesField, symbolField, timeField, timeframeField } from './fields.js';

export const tradeMessage = z.object({
  kind: z.literal('trade'),
  symbol: symbolField,
  price: priceField,
  size: sharesField,
  cumulativeVolume: sharesField,
  exchange: z.string(),
  session: z.enum(['regular', 'extended']),
  exchangeTime: timeField,
  receivedTime: timeField,
}) satisfies z.ZodType<Trade>;

export const quoteMessage = z.object({
  kind: z.literal('quote'),
  symbol: symbolField,
  bid: priceField,
  bidSize: sharesField,
  ask: priceField,
  askSize: sharesField,
  exchangeTime: timeField,
  receivedTime: timeField,
}) satisfies z.ZodType<Quote>;

export const clockMessage = z.object({ kind: z.literal('clock'), time: timeField, paced: z.boolean() }) satisfies z.ZodType<ClockTick>;

export const feedGapMessage = z.object({ kind: z.literal('gap'), from: timeField, to: timeField, reason: z.string() }) satisfies z.ZodType<FeedGap>;

const symbolFeedState = z.enum(['live', 'delayed', 'polling', 'stale', 'halted', 'closed', 'connecting']);
export const symbolFeedMessage = z.object({
  symbol: symbolField,
  state: symbolFeedState,
  lastEventTime: timeField,
  since: timeField,
  reason: z.string(),
}) satisfies z.ZodType<SymbolFeed>;

export const feedStatusMessage = z.object({
  state: z.enum(['live', 'delayed', 'polling', 'stale', 'closed', 'connecting']),
  reason: z.string(),
  mode: z.enum(['simulated', 'sandbox', 'live']),
  symbols: z.array(symbolField),
  /** how many of them are in each state */
  counts: z.partialRecord(symbolFeedState, z.number().int()),
  /** the first of those that are halted, stale or polled */
  troubled: z.array(symbolFeedMessage),
  /** exchange time of the newest event, 0 where there was none */
  lastEventTime: timeField,
  time: timeField,
});
export type FeedStatus = z.output<typeof feedStatusMessage>;

export const interestMessage = z.object({ owner: z.string(), symbols: z.array(symbolField) });
/** market-data's own interest: every symbol of the replay that is played; none where the market is not a replay */
export const REPLAY_OWNER = 'replay';
export type Interest = z.output<typeof interestMessage>;

export const barMessage = z.object({
  symbol: symbolField,
  timeframe: timeframeField,
  start: timeField,
  end: timeField,
  open: priceField,
  high: priceField,
  low: priceField,
  close: priceField,
  volume: sharesField,
  tradeCount: sharesField,
  vwap: priceField,
  revision: z.number().int().nonnegative(),
  quality: z.enum(['whole', 'gap', 'backfilled']),
}) satisfies z.ZodType<Bar>;

export const valuesField = z.record(z.string(), z.number());
export const conditionField = z.object({ name: z.string(), met: z.boolean(), detail: z.string() });

export const decisionMessage = z.object({
  id: z.string(),
  strategyId: z.string(),
  symbol: symbolField,
  timeframe: timeframeField,
  barStart: timeField,
  time: timeField,
  close: priceField,
  verdict: z.enum(['enter', 'exit', 'hold', 'warming-up']),
  reason: z.string(),
  values: valuesField,
  conditions: z.array(conditionField).readonly(),
  orderId: orderIdField.exactOptional(),
}) satisfies z.ZodType<Decision>;
