import { createHash } from 'node:crypto';
import type { orderBody } from '@sofi/contracts';
import type { OrderId, OrderRequest, OrderTerms, Price } from '@sofi/domain';
import type { z } from 'zod';

export type OrderTicket = z.output<typeof orderBody>;

const KEY = /^[\x21-\x7e]{1,255}$/;

export function isIdempotencyKey(key: string | undefined): key is string {
  return key !== undefined && KEY.test(key);
}

/** The same person and key give the same order, however often it is sent: that is what makes a repeated POST harmless. */
export function manualOrderId(user: string, key: string): OrderId {
  const digest = createHash('sha256').update(`${user}\n${key}`).digest('hex');
  return `manual-${digest.slice(0, 32)}` as OrderId;
}

/** The wish that a ticket stands for. `time` is the market's clock, ms. */
export function ticketRequest(id: OrderId, ticket: OrderTicket, who: { user: string; account: string; time: number }): OrderRequest {
  const { symbol, side, quantity, duration } = ticket;
  return { kind: 'ticket', id, symbol, side, quantity, duration, terms: termsOf(ticket), user: who.user, account: who.account, time: who.time };
}

function termsOf({ type, limitPrice, stopPrice }: OrderTicket): OrderTerms {
  switch (type) {
    case 'market':
      return { type };
    case 'limit':
      return { type, limitPrice: checked(limitPrice) };
    case 'stop':
      return { type, stopPrice: checked(stopPrice) };
    case 'stop_limit':
      return { type, limitPrice: checked(limitPrice), stopPrice: checked(stopPrice) };
  }
}

/** The ticket's schema has refused a type without its prices; the compiler can not know. */
function checked(price: Price | undefined): Price {
  if (price === undefined) throw new TypeError('a ticket without its price passed the schema');
  return price;
}
