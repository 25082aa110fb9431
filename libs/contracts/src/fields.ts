import {
  cash,
  dollars,
  equitySymbol,
  price,
  timeframe,
  TIMEFRAMES,
  type BrokerOrderId,
  type Cash,
  type EquitySymbol,
  type OrderId,
  type Price,
  type Timeframe,
} from '@sofi/domain';
import { ORDER_ID_PATTERN, RuleError } from '@sofi/domain';
import { z } from 'zod';

/** Codecs of the single fields: JSON numbers in dollars outside, whole millionths inside. */
export const priceField = z.codec(z.number(), z.custom<Price>(), { decode: (value, context) => orIssue(context, () => price(value)), encode: dollars });
export const cashField = z.codec(z.number(), z.custom<Cash>(), { decode: (value, context) => orIssue(context, () => cash(value)), encode: dollars });
export const symbolField = z.codec(z.string().meta({ description: 'equity symbol, class shares with a slash: BRK/B' }), z.custom<EquitySymbol>(), {
  decode: (value, context) => orIssue(context, () => equitySymbol(value)),
  encode: (value) => value as string,
});
export const timeframeField = z.codec(z.enum(TIMEFRAMES), z.custom<Timeframe>(), {
  decode: (value) => timeframe(value),
  encode: (value) => value,
});
export const orderIdField = z.codec(z.string().regex(ORDER_ID_PATTERN), z.custom<OrderId>(), { decode: (value) => value as OrderId, encode: (value) => value as string });
export const brokerOrderIdField = z.codec(z.string(), z.custom<BrokerOrderId>(), { decode: (value) => value as BrokerOrderId, encode: (value) => value as string });
/** ms since the epoch, UTC */
export const timeField = z.number().int();
export const sharesField = z.number().int().nonnegative();

/** A broken rule of the domain becomes an issue of the schema, so that all of them reach the sender together. */
function orIssue<T>(context: { issues: z.core.$ZodRawIssue[] }, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    context.issues.push({ code: 'custom', message: error.rule, input: error.value });
    return z.NEVER;
  }
}
