import { EventEmitter, once } from 'node:events';
import {
  cash,
  direction,
  price,
  type AccountBalances,
  type Broker,
  type BrokerOrderId,
  type BrokerPosition,
  type Cancellation,
  type Order,
  type OrderReport,
  type Placement,
  type Preview,
  type Read,
} from '@sofi/domain';

/** How the broker takes the next order: `lost-after` has it but its answer never comes, `lost-before` never got it. */
export type Manner = 'accept' | 'reject' | 'lost-after' | 'lost-before' | 'break';

/** A broker in memory that can misbehave. */
export class SmallBroker implements Broker {
  readonly account = 'SIM';
  readonly mode = 'simulated' as const;
  /** every order that was sent to it, taken or not */
  readonly posts: Order[] = [];
  readonly cancels: BrokerOrderId[] = [];
  readonly manners: Manner[] = [];
  available = true;
  cash = 100_000;
  private readonly book = new Map<string, { readonly order: Order; report: OrderReport }>();
  private readonly said = new EventEmitter().setMaxListeners(0);
  private gate: Promise<void> = Promise.resolve();
  release: () => void = () => undefined;

  /** The next answers wait until `release`. */
  hold(): void {
    this.gate = new Promise((resolve) => (this.release = resolve));
  }

  async next(what: 'post' | 'read' | 'cancel'): Promise<void> {
    await once(this.said, what);
  }

  async place(order: Order): Promise<Placement> {
    this.posts.push(order);
    const manner = this.manners.shift() ?? 'accept';
    if (manner === 'accept' || manner === 'lost-after') this.take(order);
    this.said.emit('post');
    await this.gate;
    if (manner === 'break') throw new TypeError('a mistake of our own');
    if (manner === 'reject') return { outcome: 'rejected', reason: 'no funds' };
    if (manner !== 'accept') return { outcome: 'unknown', reason: 'time-out' };
    return { outcome: 'accepted', brokerOrderId: this.reportOf(order.id).brokerOrderId };
  }

  fill(id: string, at: number, quantity?: number): void {
    const { order, report } = this.entry(id);
    const filledQuantity = quantity ?? order.quantity;
    this.cash -= direction(order.side) * (filledQuantity - report.filledQuantity) * at;
    this.change(id, { status: filledQuantity === order.quantity ? 'filled' : 'working', filledQuantity, averageFillPrice: price(at), lastFillPrice: price(at) });
  }

  change(id: string, news: Partial<OrderReport>): void {
    const entry = this.entry(id);
    entry.report = { ...entry.report, ...news };
  }

  async cancel(id: BrokerOrderId): Promise<Cancellation> {
    this.cancels.push(id);
    this.said.emit('cancel');
    if (!this.available) return { outcome: 'unavailable', reason: 'HTTP 502' };
    for (const { order, report } of this.book.values()) if (report.brokerOrderId === id && report.status === 'working') this.change(order.id, { status: 'cancelled' });
    return { outcome: 'requested' };
  }

  async orders(): Promise<Read<readonly OrderReport[]>> {
    const value = [...this.book.values()].map(({ report }) => report);
    setImmediate(() => this.said.emit('read'));
    return this.read(value);
  }

  async balances(): Promise<Read<AccountBalances>> {
    const all = { totalCash: cash(this.cash), equity: cash(this.cash), marketValue: cash(0), stockBuyingPower: cash(0), openProfit: cash(0), closedProfit: cash(0) };
    return this.read({ account: this.account, leverage: 2, ...all });
  }

  async positions(): Promise<Read<readonly BrokerPosition[]>> {
    const held = new Map<string, BrokerPosition>();
    for (const { order, report } of this.book.values()) {
      const netQuantity = (held.get(order.symbol)?.netQuantity ?? 0) + direction(order.side) * report.filledQuantity;
      held.set(order.symbol, { symbol: order.symbol, netQuantity, costBasis: cash(0) });
    }
    return this.read([...held.values()].filter(({ netQuantity }) => netQuantity !== 0));
  }

  async preview(): Promise<Preview> {
    return this.available ? { outcome: 'ok', cost: cash(1_000), commission: cash(0), marginChange: cash(500) } : { outcome: 'unavailable', reason: 'HTTP 502' };
  }

  private read<T>(value: T): Read<T> {
    return this.available ? { state: 'known', value } : { state: 'unavailable', reason: 'HTTP 502' };
  }

  private take(order: Order): void {
    const brokerOrderId = String(this.posts.length) as BrokerOrderId;
    const nothing = { filledQuantity: 0, averageFillPrice: price(0), lastFillPrice: price(0) };
    this.book.set(order.id, { order, report: { brokerOrderId, orderId: order.id, symbol: order.symbol, status: 'working', ...nothing, time: 0 } });
  }

  private entry(id: string) {
    const entry = this.book.get(id);
    if (!entry) throw new Error(`the broker has no order ${id}`);
    return entry;
  }

  private reportOf(id: string): OrderReport {
    return this.entry(id).report;
  }
}
