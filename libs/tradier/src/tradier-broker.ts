import {
  cash,
  dollars,
  InvariantError,
  type AccountBalances,
  type Broker,
  type BrokerOrderId,
  type BrokerPosition,
  type Cancellation,
  type Mode,
  type Order,
  type OrderReport,
  type Placement,
  type Preview,
  type Read,
} from '@sofi/domain';
import type { Parameters, TradierHttp } from './http.js';
import { toBalances, toOrderReport, toPosition } from './mapper.js';
import { read } from './read.js';
import { TradierError } from './tradier-error.js';
import { balancesAnswer, ordersAnswer, pagesAnswer, placedAnswer, positionsAnswer, previewAnswer, shaped, type WireOrder } from './wire.js';

/** without it Tradier shows 25 orders and hides the rest in silence */
const ORDERS_A_PAGE = 1000;

/** One Tradier account. Nothing here is sent twice: Tradier knows no idempotency, a second POST is a second order. */
export class TradierBroker implements Broker {
  constructor(
    private readonly http: TradierHttp,
    readonly account: string,
    readonly mode: Mode,
  ) {}

  async place(order: Order): Promise<Placement> {
    try {
      const content = await this.http.send('POST', this.#path('/orders'), this.#form(order));
      return { outcome: 'accepted', brokerOrderId: shaped(placedAnswer, content, 'answer to the order').order.id as BrokerOrderId };
    } catch (error) {
      if (!(error instanceof TradierError)) throw error;
      // only a clear no is a rejection; after anything else the order may be in the market
      return { outcome: error.problem === 'unavailable' ? 'unknown' : 'rejected', reason: error.message };
    }
  }

  async preview(order: Order): Promise<Preview> {
    try {
      const content = await this.http.send('POST', this.#path('/orders'), { ...this.#form(order), preview: true });
      const preview = shaped(previewAnswer, content, 'preview').order;
      if (preview.status !== 'ok' || preview.result === false) return { outcome: 'rejected', reason: `Tradier's preview says ${preview.status}` };
      return { outcome: 'ok', cost: cash(preview.cost), commission: cash(preview.commission), marginChange: cash(preview.margin_change) };
    } catch (error) {
      if (!(error instanceof TradierError)) throw error;
      const said = error.problem === 'refused' || error.problem === 'not-found';
      return { outcome: said ? 'rejected' : 'unavailable', reason: error.message };
    }
  }

  async cancel(id: BrokerOrderId): Promise<Cancellation> {
    try {
      await this.http.send('DELETE', this.#path(`/orders/${encodeURIComponent(id)}`));
      return { outcome: 'requested' };
    } catch (error) {
      if (!(error instanceof TradierError)) throw error;
      const over = error.problem === 'finished' || error.problem === 'not-found';
      return { outcome: over ? 'finished' : 'unavailable', reason: error.message };
    }
  }

  /** Orders of the current session and those still working. Orders in options and spreads are left out, their legs in shares are not. */
  async orders(): Promise<Read<readonly OrderReport[]>> {
    return read(async () => {
      const found = new Map<string, WireOrder>();
      for (let page = 1; ; page += 1) {
        const content = await this.http.get(this.#path('/orders'), { includeTags: true, limit: ORDERS_A_PAGE, page });
        const { orders } = shaped(ordersAnswer, content, 'list of orders');
        const before = found.size;
        for (const order of orders.flatMap((each) => each.leg ?? [each])) found.set(order.id, order);
        if (found.size === before || !morePages(content, page, orders.length)) break;
      }
      return [...found.values()].map(toOrderReport).filter((report) => report !== undefined);
    });
  }

  async balances(): Promise<Read<AccountBalances>> {
    return read(async () => toBalances(shaped(balancesAnswer, await this.http.get(this.#path('/balances')), 'balances').balances));
  }

  /** Positions in shares; options are left out. */
  async positions(): Promise<Read<readonly BrokerPosition[]>> {
    return read(async () => {
      const { positions } = shaped(positionsAnswer, await this.http.get(this.#path('/positions')), 'list of positions');
      return positions.map(toPosition).filter((position) => position !== undefined);
    });
  }

  #path(rest: string): string {
    return `/accounts/${encodeURIComponent(this.account)}${rest}`;
  }

  #form(order: Order): Parameters {
    if (order.account !== this.account) throw new InvariantError(`order ${order.id} of account ${order.account} reached account ${this.account}`);
    return {
      class: 'equity',
      symbol: order.symbol,
      side: order.side,
      quantity: order.quantity,
      type: order.type,
      duration: order.duration,
      ...('limitPrice' in order ? { price: dollars(order.limitPrice) } : {}),
      ...('stopPrice' in order ? { stop: dollars(order.stopPrice) } : {}),
      tag: order.id,
    };
  }
}

/** Older deployments say no number of pages, or ignore `page`: then a full page asks for the next, and one without news ends it. */
function morePages(content: unknown, page: number, count: number): boolean {
  const told = pagesAnswer.safeParse(content);
  return told.success ? page < told.data.orders.total_pages : count >= ORDERS_A_PAGE;
}
