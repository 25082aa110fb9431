import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { CommandReply, CommandRequest } from '@sofi/contracts';
import {
  bookOf,
  notional,
  RuleError,
  UnavailableError,
  type Broker,
  type EquitySymbol,
  type Order,
  type OrderId,
  type OrderRequest,
  type OrderView,
  type Position,
  type Price,
} from '@sofi/domain';
import { opens } from '@sofi/engine';
import type { Bus } from '@sofi/nats';
import type { Floor } from './floor.js';

const WITHDRAWN_MS = 5_000;

/** Where people come to the floor: tickets, previews, cancellations. They pass the same gate as every strategy. */
export class Counter {
  constructor(
    private readonly floor: Floor,
    private readonly broker: Broker,
    private readonly bus: Pick<Bus, 'ask'>,
  ) {}

  async place(asked: OrderRequest): Promise<CommandReply<'order-router.place'>> {
    const request = await this.prepared(asked);
    this.refuseAnotherUnderTheName(request);
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

  /**
   * What is still working in the book is cancelled, and once it is, everything that the book holds is sold or covered at the market. The answer names every
   * order that was made, and those that may still change the position: the broker has not answered for them, or not yet cancelled them.
   */
  async flatten({ book, user }: CommandRequest<'order-router.flatten'>): Promise<CommandReply<'order-router.flatten'>> {
    const { desk, router } = this.floor;
    const withdrawn = desk.working().filter((view) => bookOf(view.order.origin) === book && mayBeWithdrawn(view));
    for (const { order } of withdrawn) await router.cancel(order.id, `flattened by ${user}`, this.marketTime());
    await this.untilFinished(withdrawn.map(({ order }) => order.id));
    const left = desk.working().filter(({ order }) => bookOf(order.origin) === book);
    const time = this.marketTime();
    const made = desk.positions().flatMap((position) => (position.book === book ? (this.wayOut(position, user, time) ?? []) : []));
    for (const request of made) await router.request(request);
    return { orders: [...left.map(({ order }) => order.id), ...made.map(({ id }) => id)].map((id) => router.standing(id)) };
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
    const last = await this.brokersPrice(asked.symbol);
    // the clock is read after the wait: the order joins the market as it is now
    const time = this.marketTime();
    if (last !== undefined && this.floor.desk.lastPrice(asked.symbol) === undefined) this.floor.desk.mark(asked.symbol, last, time);
    return { ...asked, account, time };
  }

  /** A symbol that nobody watches has no last price on the floor: the broker's quote is one, and an unknown symbol ends here. */
  private async brokersPrice(symbol: EquitySymbol): Promise<Price | undefined> {
    const { known, unknown } = await this.bus.ask('market-data.snapshots', { symbols: [symbol] });
    if (unknown.length > 0) throw new RuleError('symbol', symbol, 'is not known to the broker');
    return known[0]?.last ?? undefined;
  }

  /** Asked twice, a ticket is one order; but only the same ticket. */
  private refuseAnotherUnderTheName(request: OrderRequest): void {
    const known = this.floor.desk.order(request.id)?.order;
    if (!known || (request.kind === 'ticket' && isDeepStrictEqual({ ...known }, { ...orderOf(request) }))) return;
    throw new RuleError('id', request.id, `already names another order: ${known.side} ${known.quantity} ${known.symbol} ${known.type}`);
  }

  /** Cancelled shares are free for the way out only when the broker says so; it is waited for a few ticks, not for ever. */
  private async untilFinished(ids: readonly OrderId[]): Promise<void> {
    const { desk, router } = this.floor;
    const patience = AbortSignal.timeout(WITHDRAWN_MS);
    while (!patience.aborted && desk.working().some(({ order }) => ids.includes(order.id))) await router.settled(patience);
  }

  private wayOut({ account, book, symbol, averagePrice }: Position, user: string, time: number): OrderRequest | undefined {
    const { desk } = this.floor;
    const [side, quantity] = desk.wayOut(book, symbol);
    if (quantity === 0) return undefined;
    // asked twice at the same tick it is the same order
    const id = `flatten-${createHash('sha256').update(`${book} ${symbol} ${time}`).digest('hex').slice(0, 24)}` as OrderId;
    const head = { id, account, symbol, time };
    if (book === 'manual') return { ...head, kind: 'ticket', user, side, quantity, terms: { type: 'market' }, duration: 'day' };
    return { ...head, kind: 'exit', strategyId: book, referencePrice: desk.lastPrice(symbol) ?? averagePrice, reason: `flattened by ${user}` };
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

/** What the broker has and works on, unless it is a market order on its way out already. */
function mayBeWithdrawn({ order, brokerOrderId }: OrderView): boolean {
  const onItsWayOut = order.type === 'market' && !opens(order.side);
  return brokerOrderId !== undefined && !onItsWayOut;
}
