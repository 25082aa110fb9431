import {
  cash,
  dollars,
  InvariantError,
  RuleError,
  type AccountBalances,
  type Broker,
  type BrokerOrderId,
  type BrokerPosition,
  type Cancellation,
  type Mode,
  type Order,
  type OrderReport,
  type OrderTerms,
  type Placement,
  type Preview,
  type Read,
} from '@sofi/domain';
import type { EquityOrder, Terms } from './client/order-request.js';
import { toBalances, toOrderReport, toPosition } from './mapper.js';
import { read } from './read.js';
import type { TradierClient } from './tradier-client.js';
import { TradierError } from './tradier-error.js';

/** What closes a position goes before everything else, and rather late than not at all. */
const WAY_OUT = { priority: 'urgent', patienceMs: 60_000 } as const;
/** Whoever reads the orders asks again at the next tick, and must not be held up by the limit. */
const LIST_PATIENCE_MS = 1_000;

function closes({ side }: Order): boolean {
  return side === 'sell' || side === 'buy_to_cover';
}

/** One Tradier account. Nothing here is sent twice: Tradier knows no idempotency, a second POST is a second order. */
export class TradierBroker implements Broker {
  readonly account: string;
  readonly mode: Mode;

  constructor(private readonly client: TradierClient) {
    this.account = client.account;
    this.mode = client.mode;
  }

  async place(order: Order): Promise<Placement> {
    try {
      const { id } = await this.client.orders.place(this.#request(order), closes(order) ? WAY_OUT : {});
      return { outcome: 'accepted', brokerOrderId: id as BrokerOrderId };
    } catch (error) {
      if (!(error instanceof TradierError || error instanceof RuleError)) throw error;
      // only a clear no is a rejection; after anything else the order may be in the market
      const unclear = error instanceof TradierError && error.problem === 'unavailable';
      return { outcome: unclear ? 'unknown' : 'rejected', reason: error.message };
    }
  }

  async preview(order: Order): Promise<Preview> {
    try {
      const preview = await this.client.orders.preview(this.#request(order));
      if (preview.status !== 'ok' || preview.result === false) return { outcome: 'rejected', reason: `Tradier's preview says ${preview.status}` };
      return { outcome: 'ok', cost: cash(preview.cost), commission: cash(preview.commission), marginChange: cash(preview.margin_change) };
    } catch (error) {
      if (!(error instanceof TradierError || error instanceof RuleError)) throw error;
      const said = error instanceof RuleError || error.problem === 'refused' || error.problem === 'not-found';
      return { outcome: said ? 'rejected' : 'unavailable', reason: error.message };
    }
  }

  async cancel(id: BrokerOrderId): Promise<Cancellation> {
    try {
      await this.client.orders.cancel(id);
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
      // here the fate of an order whose outcome is unclear is looked up, by its tag
      const orders = await this.client.orders.all({}, { priority: 'urgent', patienceMs: LIST_PATIENCE_MS });
      const singles = orders.flatMap((order) => (order.leg.length === 0 ? [order] : order.leg));
      return singles.map(toOrderReport).filter((report) => report !== undefined);
    });
  }

  async balances(): Promise<Read<AccountBalances>> {
    return read(async () => toBalances(await this.client.accounts.balances()));
  }

  /** Positions in shares; options are left out. */
  async positions(): Promise<Read<readonly BrokerPosition[]>> {
    return read(async () => (await this.client.accounts.positions()).map(toPosition).filter((position) => position !== undefined));
  }

  #request(order: Order): EquityOrder {
    if (order.account !== this.account) throw new InvariantError(`order ${order.id} of account ${order.account} reached account ${this.account}`);
    const { symbol, side, quantity, duration, id: tag } = order;
    return { class: 'equity', symbol, side, quantity, duration, tag, ...termsOf(order) };
  }
}

function termsOf(order: OrderTerms): Terms {
  switch (order.type) {
    case 'market':
      return { type: 'market' };
    case 'limit':
      return { type: 'limit', price: dollars(order.limitPrice) };
    case 'stop':
      return { type: 'stop', stop: dollars(order.stopPrice) };
    case 'stop_limit':
      return { type: 'stop_limit', price: dollars(order.limitPrice), stop: dollars(order.stopPrice) };
  }
}
