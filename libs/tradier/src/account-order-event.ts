import { ORDER_ID_PATTERN, price, type BrokerOrderId, type OrderId, type OrderReport, type Price } from '@sofi/domain';
import { z } from 'zod';
import { statusOf } from './mapper.js';

/**
 * Tradier's word on one order, as its account stream tells it: the whole state, without symbol and side. It is a hint to look, and no
 * ground for a booking: an order may be told as filled before its price is known (0 then), and events get lost with the connection.
 */
export interface AccountOrderEvent {
  readonly brokerOrderId: BrokerOrderId;
  /** of the order that this one is a leg of */
  readonly parentId?: BrokerOrderId;
  /** ours where the order carries our tag */
  readonly orderId?: OrderId;
  readonly account: string;
  readonly status: OrderReport['status'];
  /** shares, so far */
  readonly filledQuantity: number;
  readonly averageFillPrice: Price;
  /** the broker's time of the change, ms */
  readonly time: number;
  /** news · repeated, told before in the same words · late, older than what was told of the order */
  readonly sequence: 'news' | 'repeated' | 'late';
}

export type AccountMessage =
  | { readonly kind: 'order'; readonly order: Omit<AccountOrderEvent, 'sequence'> }
  | { readonly kind: 'heartbeat' }
  | { readonly kind: 'error'; readonly text: string }
  | { readonly kind: 'unknown' };

/** numbers come as numbers or as text */
const figure = z.union([z.number(), z.string().trim().min(1).transform(Number).pipe(z.number())]);
const id = z.union([z.number().int(), z.string().min(1)]).transform(String);

const orderEvent = z.object({
  id,
  parent_id: id.nullish(),
  status: z.string(),
  account: z.string(),
  avg_fill_price: figure.nullish(),
  // the one or the other: the documents name both
  executed_quantity: figure.nullish(),
  exec_quantity: figure.nullish(),
  transaction_date: z
    .string()
    .transform((text) => Date.parse(text))
    .pipe(z.number()),
  tag: z.string().nullish(),
});

const message = z.union([
  orderEvent.extend({ event: z.literal('order') }).transform(toOrder),
  z.object({ event: z.literal('heartbeat') }).transform(() => ({ kind: 'heartbeat' }) as const),
  z.object({ error: z.string() }).transform(({ error }) => ({ kind: 'error', text: error }) as const),
]);

/** One JSON text of the account stream. */
export function readAccountMessage(text: string): AccountMessage {
  const result = message.safeParse(parsed(text));
  return result.success ? result.data : { kind: 'unknown' };
}

function toOrder(wire: z.output<typeof orderEvent>): AccountMessage {
  const { tag } = wire;
  const ours = tag !== undefined && tag !== null && ORDER_ID_PATTERN.test(tag);
  const order = {
    brokerOrderId: wire.id as BrokerOrderId,
    // a 0 says that there is none
    ...(wire.parent_id && wire.parent_id !== '0' ? { parentId: wire.parent_id as BrokerOrderId } : {}),
    ...(ours ? { orderId: tag as OrderId } : {}),
    account: wire.account,
    status: statusOf(wire.status),
    filledQuantity: wire.executed_quantity ?? wire.exec_quantity ?? 0,
    averageFillPrice: price(wire.avg_fill_price ?? 0),
    time: wire.transaction_date,
  };
  return { kind: 'order', order };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
