import { createHash } from 'node:crypto';
import type { CommandReply, CommandRequest } from '@sofi/contracts';
import { bookOf, notional, RuleError, UnavailableError, type Broker, type Order, type OrderId, type OrderRequest, type Position, type Price } from '@sofi/domain';
import type { Bus } from '@sofi/nats';
import type { Floor } from './floor.js';

/** Where people come to the floor: tickets, previews, cancellations. They pass the same gate as every strategy. */
export class Counter {
  constructor(
    private readonly floor: Floor,
    private readonly broker: Broker,
    private readonly bus: Pick<Bus, 'ask'>,
  ) {}

  async place(asked: OrderRequest): Promise<CommandReply<'order-router.place'>> {
    const request = await this.prepared(asked);
    await this.floor.router.request(request);
    return this.floor.router.standing(request.id);
  }

  async check(asked: OrderRequest): Promise<CommandReply<'order-router.check'>> {
    const request = await this.prepared(asked);
    return this.floor.desk.check(request, request.time);
  }

  /** The gate's word and the broker's; nothing is placed. */
  async preview(asked: OrderRequest): Promise<CommandReply<'order-router.preview'>> {
    const request = await this.prepared(asked);
    if (request.kind !== 'ticket') throw new RuleError('kind', request.kind, 'must be ticket: strategies are not previewed');
    const gate = this.floor.desk.check(request, request.time);
    const said = await this.broker.preview(orderOf(request));
    const estimatedCost = notional(request.quantity, this.estimate(request));
    if (said.outcome !== 'ok') return { gate, estimatedCost, commission: null, marginChange: null, brokerSays: said.reason };
    return { gate, estimatedCost, commission: said.commission, marginChange: said.marginChange, brokerSays: 'ok' };
  }

  async cancel({ orderId, user }: CommandRequest<'order-router.cancel'>): Promise<CommandReply<'order-router.cancel'>> {
    await this.floor.router.cancel(orderId, `cancelled by ${user}`, this.marketTime());
    return this.floor.router.standing(orderId);
  }

  /** What is still working in the book is cancelled, then everything that it holds is sold or covered at the market. */
  async flatten({ book, user }: CommandRequest<'order-router.flatten'>): Promise<CommandReply<'order-router.flatten'>> {
    const time = this.marketTime();
    const { desk, router } = this.floor;
    const working = desk.working().filter(({ order, brokerOrderId }) => brokerOrderId !== undefined && bookOf(order.origin) === book);
    for (const { order } of working) await router.cancel(order.id, `flattened by ${user}`, time);
    const held = desk.positions().filter((position) => position.book === book && position.netQuantity !== 0);
    const orders: CommandReply<'order-router.flatten'>['orders'] = [];
    for (const position of held) {
      const request = wayOut(position, desk.lastPrice(position.symbol) ?? position.averagePrice, user, time);
      await router.request(request);
      orders.push(router.standing(request.id));
    }
    return { orders };
  }

  async account(): Promise<CommandReply<'order-router.account'>> {
    const { cash, equity, buyingPower } = this.floor.desk.figures();
    const said = await this.broker.balances();
    const [brokerCash, brokerEquity] = said.state === 'known' ? [said.value.totalCash, said.value.equity] : [null, null];
    return { account: this.broker.account, mode: this.broker.mode, cash, equity, buyingPower, brokerCash, brokerEquity };
  }

  /** On the market's clock, for the connected account, with a price that the gate can judge by. */
  private async prepared(asked: OrderRequest): Promise<OrderRequest> {
    const { account } = this.broker;
    if (asked.account !== '' && asked.account !== account) throw new RuleError('account', asked.account, `is not connected; the connected account is ${account}`);
    const request = { ...asked, account, time: this.marketTime() };
    await this.markFromBroker(request);
    return request;
  }

  /** A symbol that nobody watches has no last price on the floor: the broker's quote is one, and an unknown symbol ends here. */
  private async markFromBroker({ symbol, time }: OrderRequest): Promise<void> {
    const { known, unknown } = await this.bus.ask('market-data.snapshots', { symbols: [symbol] });
    if (unknown.length > 0) throw new RuleError('symbol', symbol, 'is not known to the broker');
    const last = known[0]?.last;
    if (last !== null && last !== undefined && this.floor.desk.lastPrice(symbol) === undefined) this.floor.desk.mark(symbol, last, time);
  }

  private estimate({ symbol, terms }: Extract<OrderRequest, { kind: 'ticket' }>): Price {
    if ('limitPrice' in terms) return terms.limitPrice;
    const last = 'stopPrice' in terms ? terms.stopPrice : this.floor.desk.lastPrice(symbol);
    if (last === undefined) throw new UnavailableError(`no price of ${symbol} is known yet`);
    return last;
  }

  private marketTime(): number {
    const time = this.floor.now();
    if (time === 0) throw new UnavailableError("the market's clock is not known yet; try again in a moment");
    return time;
  }
}

function orderOf({ id, account, symbol, side, quantity, terms, duration, user }: Extract<OrderRequest, { kind: 'ticket' }>): Order {
  return { id, account, symbol, side, quantity, duration, origin: { kind: 'person', user }, ...terms };
}

/** Asked twice at the same tick it is the same order: the id is made of what is closed and when. */
function wayOut({ account, book, symbol, netQuantity }: Position, referencePrice: Price, user: string, time: number): OrderRequest {
  const id = `flatten-${createHash('sha256').update(`${book} ${symbol} ${time}`).digest('hex').slice(0, 24)}` as OrderId;
  const side = netQuantity > 0 ? ('sell' as const) : ('buy_to_cover' as const);
  const head = { id, account, symbol, time };
  if (book === 'manual') return { ...head, kind: 'ticket', user, side, quantity: Math.abs(netQuantity), terms: { type: 'market' }, duration: 'day' };
  return { ...head, kind: 'exit', strategyId: book, referencePrice, reason: `flattened by ${user}` };
}
