import type { Fill, Order, OrderEvent, OrderRequest, OrderTerms, Position, RiskSettings, RoundTrip } from '@sofi/domain';
import { z } from 'zod';
import { brokerOrderIdField, cashField, orderIdField, priceField, sharesField, symbolField, timeField } from './fields.js';

export const sideField = z.enum(['buy', 'sell', 'sell_short', 'buy_to_cover']);
export const durationField = z.enum(['day', 'gtc', 'pre', 'post']);
const positiveShares = z.number().int().positive();

export const termsField = z.discriminatedUnion('type', [
  z.object({ type: z.literal('market') }),
  z.object({ type: z.literal('limit'), limitPrice: priceField }),
  z.object({ type: z.literal('stop'), stopPrice: priceField }),
  z.object({ type: z.literal('stop_limit'), limitPrice: priceField, stopPrice: priceField }),
]) satisfies z.ZodType<OrderTerms>;

const percent = (max: number, title: string, description: string) => z.number().gt(0).lte(max).meta({ title, description });

/** The one range of each setting; the form is drawn from it and the server holds it. */
export const riskSettingsField = z.object({
  positionSizePct: percent(50, 'Position size %', 'of buying power, for each position').default(10),
  stopLossPct: percent(20, 'Stop loss %', 'sell everything when the price falls this far below the entry').default(2),
  takeProfitPct: percent(100, 'Take profit %', 'sell everything when the price rises this far above the entry').default(5),
  maxPositions: z.number().int().min(1).max(10).meta({ title: 'Max positions', description: 'open at the same time in this strategy' }).default(3),
  maxPositionsPerSymbol: z.number().int().min(1).max(10).meta({ title: 'Max positions per symbol', description: 'entries in one symbol at the same time' }).default(1),
  maxDailyLossPct: percent(100, 'Max daily loss %', 'of equity at the start of the day, realised and open; then no entries until the next day').default(3),
  cooldownMinutes: z.number().min(0).max(1440).meta({ title: 'Cooldown minutes', description: 'after an exit, before the next entry in that symbol' }).default(15),
}) satisfies z.ZodType<RiskSettings>;

const originField = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('strategy'), strategyId: z.string(), intent: z.enum(['enter', 'exit']) }),
  z.object({ kind: z.literal('guard'), strategyId: z.string(), intent: z.enum(['stop-loss', 'take-profit']) }),
  z.object({ kind: z.literal('person'), user: z.string() }),
]);

const requestHead = { id: orderIdField, account: z.string(), symbol: symbolField, time: timeField };
export const orderRequestMessage = z.discriminatedUnion('kind', [
  z.object({ ...requestHead, kind: z.literal('entry'), strategyId: z.string(), referencePrice: priceField, risk: riskSettingsField, reason: z.string() }),
  z.object({ ...requestHead, kind: z.literal('exit'), strategyId: z.string(), referencePrice: priceField, reason: z.string() }),
  z.object({ ...requestHead, kind: z.literal('ticket'), user: z.string(), side: sideField, quantity: positiveShares, terms: termsField, duration: durationField }),
]) satisfies z.ZodType<OrderRequest>;

export const orderField = z.intersection(
  termsField,
  z.object({
    id: orderIdField,
    account: z.string(),
    symbol: symbolField,
    side: sideField,
    quantity: sharesField,
    duration: durationField,
    origin: originField,
  }),
) satisfies z.ZodType<Order>;

export const fillField = z.object({
  id: z.string(),
  orderId: orderIdField,
  brokerOrderId: brokerOrderIdField,
  account: z.string(),
  book: z.string(),
  symbol: symbolField,
  side: sideField,
  quantity: positiveShares,
  price: priceField,
  fees: cashField,
  time: timeField,
}) satisfies z.ZodType<Fill>;

const head = { orderId: orderIdField, sequence: z.number().int().positive(), time: timeField };
const reason = z.string();
export const orderEventMessage = z.discriminatedUnion('type', [
  z.object({
    ...head,
    type: z.literal('approved'),
    order: orderField,
    reason,
    stopLossPct: z.number().exactOptional(),
    takeProfitPct: z.number().exactOptional(),
    referencePrice: priceField,
  }),
  z.object({ ...head, type: z.literal('refused'), order: orderField, rule: z.string(), reason }),
  z.object({ ...head, type: z.literal('submitted') }),
  z.object({ ...head, type: z.literal('accepted'), brokerOrderId: brokerOrderIdField }),
  z.object({ ...head, type: z.literal('outcome_unknown'), reason }),
  z.object({ ...head, type: z.literal('proven_absent'), reason }),
  z.object({ ...head, type: z.literal('filled'), fill: fillField, cumulativeQuantity: sharesField, complete: z.boolean() }),
  z.object({ ...head, type: z.literal('cancel_requested'), reason }),
  z.object({ ...head, type: z.literal('cancel_failed'), reason }),
  z.object({ ...head, type: z.literal('cancelled'), reason }),
  z.object({ ...head, type: z.literal('rejected'), reason }),
  z.object({ ...head, type: z.literal('expired'), reason }),
]) satisfies z.ZodType<OrderEvent>;

export const positionMessage = z.object({
  account: z.string(),
  book: z.string(),
  symbol: symbolField,
  netQuantity: z.number().int(),
  costBasis: cashField,
  averagePrice: priceField,
  realisedProfit: cashField,
  openedAt: timeField,
  stopLoss: priceField.exactOptional(),
  takeProfit: priceField.exactOptional(),
}) satisfies z.ZodType<Position>;

/** What `position.<account>.<symbol>` says: every book that holds or has held the symbol. */
export const symbolPositionsMessage = z.object({ account: z.string(), symbol: symbolField, positions: z.array(positionMessage), time: timeField });
export type SymbolPositions = z.output<typeof symbolPositionsMessage>;

export const differenceField = z.object({ what: z.string(), ours: z.string(), brokers: z.string() });
export const reconciliationField = z.object({
  state: z.enum(['equal', 'different', 'unavailable']),
  verifiedAt: timeField,
  differences: z.array(differenceField),
});
export type Reconciliation = z.output<typeof reconciliationField>;

/** What `account.<account>` says: the ledger's word, and whether the broker agrees. */
export const accountMessage = z.object({
  account: z.string(),
  mode: z.enum(['simulated', 'sandbox', 'live']),
  cash: cashField,
  equity: cashField,
  marketValue: cashField,
  buyingPower: cashField,
  openProfit: cashField,
  realisedProfit: cashField,
  /** equity at the start of the New York day */
  dayStartEquity: cashField,
  reconciliation: reconciliationField,
  time: timeField,
});
export type AccountState = z.output<typeof accountMessage>;

export const roundTripField = z.object({
  id: z.string(),
  account: z.string(),
  book: z.string(),
  symbol: symbolField,
  side: z.enum(['long', 'short']),
  quantity: positiveShares,
  entryPrice: priceField,
  exitPrice: priceField,
  entryTime: timeField,
  exitTime: timeField,
  profit: cashField,
  profitPct: z.number(),
  exitReason: z.enum(['signal', 'stop-loss', 'take-profit', 'manual']),
}) satisfies z.ZodType<RoundTrip>;
