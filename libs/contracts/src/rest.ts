import { z } from 'zod';
import { orderIdField, priceField, symbolField, timeField, timeframeField } from './fields.js';
import { barMessage, decisionMessage, symbolFeedMessage } from './market-messages.js';
import { durationField, orderEventMessage, positionMessage, roundTripField, sideField } from './order-messages.js';
import { strategySummary, strategyTypeMessage } from './strategy-messages.js';

/** Bodies and answers of `/api/v1`. Dashboard and programs see the encoded side: dollars as numbers. */
export const loginBody = z.object({ username: z.string().min(1).max(80), password: z.string().min(1).max(200) });
export const meAnswer = z.object({ username: z.string(), role: z.enum(['viewer', 'trader', 'admin']), csrfToken: z.string() });

export const quoteAnswer = z.object({
  symbol: z.string(),
  description: z.string(),
  last: z.number().nullable(),
  bid: z.number().nullable(),
  ask: z.number().nullable(),
  bidSize: z.number(),
  askSize: z.number(),
  open: z.number().nullable(),
  high: z.number().nullable(),
  low: z.number().nullable(),
  previousClose: z.number().nullable(),
  volume: z.number(),
  exchangeTime: timeField,
  receivedTime: timeField,
  /** how far these prices can be trusted; null where nobody watches the symbol */
  feed: symbolFeedMessage.omit({ symbol: true }).nullable(),
});
export type QuoteAnswer = z.output<typeof quoteAnswer>;
export const quotesAnswer = z.object({ quotes: z.array(quoteAnswer), unknown: z.array(z.string()) });

export const candlesQuery = z.object({
  timeframe: timeframeField.default('1m' as never),
  from: z.union([z.coerce.number().int(), z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))]).exactOptional(),
  to: z.union([z.coerce.number().int(), z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))]).exactOptional(),
  limit: z.coerce.number().int().min(1).max(10_000).default(500),
});
export const candlesAnswer = z.object({
  symbol: z.string(),
  timeframe: timeframeField,
  bars: z.array(barMessage.omit({ symbol: true, timeframe: true, start: true, end: true }).extend({ time: timeField })),
  /** that the bars before `date` are adjusted for: `shares` new ones for every `of` old ones */
  splits: z.array(z.object({ date: z.string(), ratio: z.object({ shares: z.number().int(), of: z.number().int() }) })),
});

export const watchlistBody = z.object({ symbol: z.string().min(1).max(20) });
export const watchlistAnswer = z.object({ symbols: z.array(z.string()) });

/** The ticket. Which prices a type needs is checked by {@link ticketTerms}, field by field. */
export const orderBody = z
  .object({
    symbol: symbolField,
    side: sideField,
    quantity: z.number().int('must be whole shares').min(1, 'must be at least 1').max(10_000_000, 'must be at most 10,000,000'),
    type: z.enum(['market', 'limit', 'stop', 'stop_limit']),
    limitPrice: priceField.exactOptional(),
    stopPrice: priceField.exactOptional(),
    duration: durationField.default('day'),
    account: z.string().exactOptional(),
    // an order without the stop that was asked for must not be sent
    bracket: z.never('is not supported: place the stop and the target as orders of their own').exactOptional(),
  })
  .check((context) => {
    const { type } = context.value;
    for (const [field, needed] of [
      ['limitPrice', type === 'limit' || type === 'stop_limit'],
      ['stopPrice', type === 'stop' || type === 'stop_limit'],
    ] as const) {
      const value = context.value[field];
      const rule = needed
        ? value === undefined
          ? `is needed for a ${type} order`
          : value <= 0
            ? 'must be above 0'
            : undefined
        : value !== undefined
          ? `does not belong to a ${type} order`
          : undefined;
      if (rule) context.issues.push({ code: 'custom', path: [field], message: rule, input: value });
    }
  });

/** One row of the blotter and the head of an order's page; amounts in dollars. */
export const orderAnswer = z.object({
  orderId: orderIdField,
  brokerOrderId: z.string().nullable(),
  account: z.string(),
  symbol: z.string(),
  side: sideField,
  quantity: z.number(),
  type: z.string(),
  limitPrice: z.number().nullable(),
  stopPrice: z.number().nullable(),
  duration: durationField,
  status: z.string(),
  filledQuantity: z.number(),
  averageFillPrice: z.number().nullable(),
  /** who asked: `person:admin`, `strategy:12 enter`, `guard:12 stop-loss` */
  origin: z.string(),
  strategyId: z.string().nullable(),
  reason: z.string(),
  createdAt: timeField,
  updatedAt: timeField,
});
export const orderDetailAnswer = orderAnswer.extend({ events: z.array(orderEventMessage) });
export const ordersAnswer = z.object({ orders: z.array(orderAnswer) });
export const placedAnswer = z.object({ orderId: orderIdField, status: z.string(), reason: z.string() });

export const strategiesAnswer = z.object({ strategies: z.array(strategySummary) });
export const strategyTypesAnswer = z.object({ types: z.array(strategyTypeMessage) });
export const decisionsAnswer = z.object({ decisions: z.array(decisionMessage) });
export const positionsAnswer = z.object({ positions: z.array(positionMessage.extend({ lastPrice: z.number().nullable(), openProfit: z.number().nullable() })) });
export const tradesAnswer = z.object({ trades: z.array(roundTripField) });
export const reconciliationAnswer = z.object({
  equal: z.boolean(),
  state: z.enum(['equal', 'different', 'unavailable']),
  verifiedAt: timeField,
  differences: z.array(z.object({ what: z.string(), ours: z.string(), brokers: z.string() })),
});

export const healthAnswer = z.object({
  status: z.enum(['ok', 'degraded', 'down']),
  services: z.array(z.object({ name: z.string(), status: z.string(), version: z.string(), uptimeSeconds: z.number() })),
  feed: z.object({ state: z.string(), ageMs: z.number().nullable() }),
  mode: z.enum(['simulated', 'sandbox', 'live']),
});
