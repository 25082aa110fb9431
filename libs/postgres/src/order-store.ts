import { orderAnswer } from '@sofi/contracts';
import { In, LessThan, type EntityManager, type FindOptionsWhere } from 'typeorm';
import type { z } from 'zod';
import { OrderRow } from './entities.js';

/** One line of the blotter, amounts in dollars; a projection of the order's events. */
export type OrderSummary = z.output<typeof orderAnswer>;

export interface OrderQuery {
  readonly account?: string;
  readonly strategyId?: string;
  readonly status?: string | readonly string[];
  /** only those created earlier, ms */
  readonly before?: number;
  readonly limit: number;
}

export class OrderStore {
  constructor(private readonly manager: EntityManager) {}

  async save(...orders: readonly OrderSummary[]): Promise<void> {
    if (orders.length > 0) await this.manager.upsert(OrderRow, [...orders], ['orderId']);
  }

  async get(orderId: string): Promise<OrderSummary | undefined> {
    const row = await this.manager.findOneBy(OrderRow, { orderId });
    return row ? toSummary(row) : undefined;
  }

  /** newest first */
  async list({ account, strategyId, status, before, limit }: OrderQuery): Promise<OrderSummary[]> {
    const where: FindOptionsWhere<OrderRow> = {
      ...(account === undefined ? {} : { account }),
      ...(strategyId === undefined ? {} : { strategyId }),
      ...(status === undefined ? {} : { status: typeof status === 'string' ? status : In([...status]) }),
      ...(before === undefined ? {} : { createdAt: LessThan(before) }),
    };
    const rows = await this.manager.find(OrderRow, { where, order: { createdAt: 'DESC', orderId: 'DESC' }, take: limit });
    return rows.map(toSummary);
  }
}

function toSummary(row: OrderRow): OrderSummary {
  return orderAnswer.parse(row);
}
