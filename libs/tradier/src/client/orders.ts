import type { CallOptions } from '../http.js';
import { shaped } from '../wire.js';
import { acknowledgedAnswer, orderAnswer, ordersAnswer, previewAnswer, type OrderStatus, type WireAcknowledgement, type WireOrder, type WirePreview } from '../wire/orders.js';
import type { Page } from '../wire/page.js';
import type { Calls } from './calls.js';
import { everyPage } from './every-page.js';
import { changeForm, formOf } from './order-form.js';
import type { OrderChange, OrderRequest } from './order-request.js';
import { checkChange, checkOrder } from './order-rules.js';

/** without it Tradier shows 25 orders and hides the rest in silence */
const ORDERS_A_PAGE = 1000;

export interface OrdersQuery {
  /** from 1 */
  readonly page?: number;
  /** 25 by default */
  readonly limit?: number;
  readonly status?: readonly OrderStatus[];
}

/**
 * Orders of one account. What changes something is sent once: Tradier knows no idempotency, a second POST is a second order. After an
 * `unavailable` the outcome is unclear, and only a look-up of the order's tag decides. Orders are read with their tags.
 */
export class Orders {
  constructor(
    private readonly calls: Calls,
    private readonly account: string,
  ) {}

  /** What is answered is an acknowledgement: the order may be rejected after it. Throws a RuleError for a shape that Tradier would refuse. */
  async place(order: OrderRequest, options?: CallOptions): Promise<WireAcknowledgement> {
    checkOrder(order);
    return acknowledged(await this.calls.call('orders.place', { account: this.account }, formOf(order), options), 'order');
  }

  /** What an order would cost; nothing is placed. */
  async preview(order: OrderRequest, options?: CallOptions): Promise<WirePreview> {
    checkOrder(order);
    const content = await this.calls.call('orders.place', { account: this.account }, { ...formOf(order), preview: true }, options);
    return shaped(previewAnswer, content, 'preview').order;
  }

  async modify(order: string, change: OrderChange, options?: CallOptions): Promise<WireAcknowledgement> {
    checkChange(change);
    return acknowledged(await this.calls.call('orders.modify', { account: this.account, order }, changeForm(change), { priority: 'urgent', ...options }), 'change');
  }

  /** A request to cancel: a fill may still come first. An order that is over is `finished`. */
  async cancel(order: string, options?: CallOptions): Promise<WireAcknowledgement> {
    return acknowledged(await this.calls.call('orders.cancel', { account: this.account, order }, {}, { priority: 'urgent', ...options }), 'cancellation');
  }

  /** `not-found` where this token has no such order. */
  async one(order: string, options?: CallOptions): Promise<WireOrder> {
    const content = await this.calls.call('orders.one', { account: this.account, order }, { includeTags: true }, { priority: 'urgent', ...options });
    return shaped(orderAnswer, content, 'order').order;
  }

  /** Of the current session (New York's day), and those from before that still work. */
  async list(query: OrdersQuery = {}, options?: CallOptions): Promise<Page<WireOrder>> {
    const content = await this.calls.call('orders.list', { account: this.account }, { includeTags: true, ...query }, options);
    return shaped(ordersAnswer, content, 'list of orders').orders;
  }

  /** The whole list, in as many requests as it takes. */
  async all(query: Pick<OrdersQuery, 'status'> = {}, options?: CallOptions): Promise<readonly WireOrder[]> {
    return everyPage(
      (page) => this.list({ limit: ORDERS_A_PAGE, page, ...query }, options),
      ORDERS_A_PAGE,
      (order) => order.id,
    );
  }
}

function acknowledged(content: unknown, what: string): WireAcknowledgement {
  return shaped(acknowledgedAnswer, content, `answer to the ${what}`).order;
}
