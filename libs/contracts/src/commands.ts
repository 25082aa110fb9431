import { z } from 'zod';
import { cashField, orderIdField, priceField, sharesField, symbolField, timeField } from './fields.js';
import { barMessage, feedStatusMessage } from './market-messages.js';
import { orderRequestMessage, reconciliationField } from './order-messages.js';
import { problemField } from './problem.js';
import { strategyDraft, strategyMessage, strategyState } from './strategy-messages.js';

const snapshotField = z.object({
  symbol: symbolField,
  description: z.string(),
  last: priceField.nullable(),
  bid: priceField.nullable(),
  bidSize: sharesField,
  ask: priceField.nullable(),
  askSize: sharesField,
  open: priceField.nullable(),
  high: priceField.nullable(),
  low: priceField.nullable(),
  previousClose: priceField.nullable(),
  volume: sharesField,
  time: timeField,
});
const sessionField = z.object({ date: z.string(), open: timeField, close: timeField, preOpen: timeField, postClose: timeField });
const verdictField = z.object({ approved: z.boolean(), rule: z.string().nullable(), reason: z.string(), quantity: sharesField });
const orderStatus = z.object({ orderId: orderIdField, status: z.string(), reason: z.string() });
const strategyId = z.object({ id: z.string(), user: z.string() });
const nothing = z.object({});

/** Every command: the service that obeys, the verb, what it takes and what it answers. Sent on `command.<service>.<verb>`. */
export const commands = {
  'market-data.snapshots': { request: z.object({ symbols: z.array(symbolField).max(500) }), reply: z.object({ known: z.array(snapshotField), unknown: z.array(z.string()) }) },
  'market-data.search': {
    request: z.object({ text: z.string() }),
    reply: z.object({ found: z.array(z.object({ symbol: z.string(), description: z.string(), exchange: z.string() })) }),
  },
  'market-data.sessions': {
    request: z.object({ year: z.number().int(), month: z.number().int() }),
    reply: z.object({ sessions: z.array(sessionField), source: z.enum(['broker', 'built-in']) }),
  },
  'market-data.bars': {
    request: z.object({ symbol: symbolField, from: timeField, to: timeField }),
    reply: z.object({ bars: z.array(barMessage) }),
  },
  /**
   * the truth about whole minutes of at most a day that are over: those of [from, to) in which the symbol traded, and no others. Made of `ticks`, or of the
   * broker's `minutes` where it keeps no ticks of then: these do not tell the count of trades
   */
  /**
   * Stores what is missing of [from, to) and is to be had from the broker. `running`: more is coming, ask again; `done` of `of` questions to the broker are answered.
   * Bars that start before `settledUntil` are for the storage; behind it is the session of today, which belongs to the candle-aggregator.
   */
  'market-data.backfill': {
    request: z.object({ symbol: symbolField, timeframe: z.enum(['1m', '1d']), from: timeField, to: timeField }),
    reply: z.object({ state: z.enum(['done', 'running']), done: z.number().int(), of: z.number().int(), settledUntil: timeField }),
  },
  'market-data.minutes': {
    request: z
      .object({ symbol: symbolField, from: timeField, to: timeField })
      .refine(({ from, to }) => to > from && to - from <= 86_400_000, { message: 'must end after it begins, by a day at most', path: ['to'] }),
    reply: z.object({ bars: z.array(barMessage), source: z.enum(['ticks', 'minutes']) }),
  },
  'market-data.status': { request: nothing, reply: feedStatusMessage },

  'strategy-runner.create': { request: z.object({ user: z.string(), draft: strategyDraft }), reply: strategyMessage },
  'strategy-runner.update': { request: z.object({ id: z.string(), user: z.string(), draft: strategyDraft }), reply: strategyMessage },
  'strategy-runner.delete': { request: strategyId, reply: nothing },
  'strategy-runner.start': { request: strategyId, reply: strategyMessage },
  'strategy-runner.pause': { request: strategyId, reply: strategyMessage },
  'strategy-runner.resume': { request: strategyId, reply: strategyMessage },
  'strategy-runner.stop': { request: strategyId, reply: strategyMessage },
  /** pauses it and closes what it holds */
  'strategy-runner.flatten': { request: strategyId, reply: strategyMessage },
  'strategy-runner.state': { request: z.object({ id: z.string() }), reply: z.object({ symbols: z.array(strategyState) }) },

  'order-router.place': { request: orderRequestMessage, reply: orderStatus },
  'order-router.cancel': { request: z.object({ orderId: orderIdField, user: z.string() }), reply: orderStatus },
  /** the same gate, without a trace; then the broker's own preview */
  'order-router.preview': {
    request: orderRequestMessage,
    reply: z.object({ gate: verdictField, estimatedCost: cashField, commission: cashField.nullable(), marginChange: cashField.nullable(), brokerSays: z.string() }),
  },
  'order-router.check': { request: orderRequestMessage, reply: verdictField },
  /** closes every position of a book with market orders; the books of all strategies and `manual` */
  'order-router.flatten': { request: z.object({ book: z.string(), user: z.string() }), reply: z.object({ orders: z.array(orderStatus) }) },
  'order-router.account': {
    request: nothing,
    reply: z.object({
      account: z.string(),
      mode: z.enum(['simulated', 'sandbox', 'live']),
      cash: cashField,
      equity: cashField,
      buyingPower: cashField,
      brokerCash: cashField.nullable(),
      brokerEquity: cashField.nullable(),
    }),
  },
  'order-router.reconcile': { request: nothing, reply: reconciliationField },
} as const;

export type CommandName = keyof typeof commands;
export type CommandRequest<N extends CommandName> = z.output<(typeof commands)[N]['request']>;
export type CommandReply<N extends CommandName> = z.output<(typeof commands)[N]['reply']>;

/** The wire form of an answer: a value, or a problem with field, value and rule. */
export const commandAnswer = z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), value: z.unknown() }), z.object({ ok: z.literal(false), problem: problemField })]);
