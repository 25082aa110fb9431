import { Inject, Injectable } from '@nestjs/common';
import { orderAnswer, orderEventMessage, type orderDetailAnswer, problem } from '@sofi/contracts';
import { dollars, type OrderId, type OrderState } from '@sofi/domain';
import type { Database } from '@sofi/postgres';
import { DATABASE } from '@sofi/service-kit';
import { z } from 'zod';
import type { OrderTicket } from './manual-order.js';
import { Refusal, refuse } from './problem-answer.js';

export type OrderJson = z.input<typeof orderAnswer>;

export interface OrderFilter {
  readonly strategy?: string;
  readonly status?: OrderState;
  /** created earlier than this, ms */
  readonly before?: number;
  readonly limit: number;
}

/** The blotter: every order that was ever asked for, refused ones included, as it is now. */
@Injectable()
export class OrderBook {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Newest first. */
  async list({ strategy, ...filter }: OrderFilter): Promise<OrderJson[]> {
    const orders = await this.database.orders.list({ ...filter, ...(strategy === undefined ? {} : { strategyId: strategy }) });
    return orders.map((order) => z.encode(orderAnswer, order));
  }

  async detail(id: OrderId): Promise<z.input<typeof orderDetailAnswer>> {
    const order = (await this.database.orders.get(id)) ?? refuse(404, `there is no order ${id}`);
    const events = await this.database.orderEvents.of(id);
    return { ...z.encode(orderAnswer, order), events: events.map((event) => z.encode(orderEventMessage, event)) };
  }

  /** A key stands for one order. Throws a {@link Refusal} where it has been used for a different ticket. */
  async mustBeSameTicket(id: OrderId, ticket: OrderTicket): Promise<void> {
    const order = await this.database.orders.get(id);
    if (!order) return;
    const inDollars = (price: OrderTicket['limitPrice']) => (price === undefined ? null : dollars(price));
    const asked = { ...ticket, symbol: String(ticket.symbol), limitPrice: inDollars(ticket.limitPrice), stopPrice: inDollars(ticket.stopPrice) };
    const different = (['symbol', 'side', 'quantity', 'type', 'limitPrice', 'stopPrice', 'duration'] as const).find((field) => order[field] !== asked[field]);
    if (different === undefined) return;
    const rule = `has been used for order ${id}, with another ${different}; take a new key for a new order`;
    throw new Refusal(problem(422, `Idempotency-Key ${rule}`, [{ field: 'Idempotency-Key', message: rule }]));
  }
}
