import { clockMessage, encode, subjects, type CommandReply } from '@sofi/contracts';
import type { Broker, ClockTick, OrderId, OrderReport, OrderRequest, Trade } from '@sofi/domain';
import type { DeskFact, OrderDesk } from '@sofi/engine';
import type { Bus } from '@sofi/nats';
import type { Books, Checkpoint } from './books.js';
import type { Lookups } from './lookups.js';

/** Reads share 60 requests a minute with everything else that asks the broker; a market that waits for us is asked at each tick. */
const ASK_EVERY_MS = 2_000;
/** Market time between checkpoints while nothing happens; what lies between is read again after a kill, and changes nothing. */
const CHECKPOINT_EVERY_MS = 30_000;

/**
 * The desk's shell: what the desk decides is stored, then published, then done at the broker. The desk decides at once, its facts are written
 * in the order they were decided, and the conversation with the broker runs beside, so that a slow answer never keeps a stop from being watched.
 */
export class Router {
  /** conversations with the broker that are under way; a tick of the clock settles only after them */
  private readonly underWay = new Set<Promise<void>>();
  private askedAt = 0;
  private checkpointedAt = 0;

  constructor(
    private readonly desk: OrderDesk,
    private readonly broker: Broker,
    private readonly books: Books,
    private readonly bus: Bus,
    private readonly lookups: Lookups,
    /** the market's clock where it runs by itself; 0 where it waits for us, so that an order's events carry the time it was asked at */
    private readonly freeClock: () => number,
  ) {}

  /** After a start: whatever was being sent when the last process ended has an unknown outcome, and is looked up before anything else happens. */
  async recover(): Promise<void> {
    for (const { order, state } of this.desk.unresolved()) {
      if (state === 'submitting') await this.placed(order.id, { outcome: 'unknown', reason: 'the order router ended while the order was being sent' });
      else this.lookUp(order.id);
    }
    await this.broughtHome();
  }

  request(request: OrderRequest): Promise<void> {
    return this.perform(this.desk.request(request, request.time));
  }

  cancel(orderId: OrderId, reason: string, time: number): Promise<void> {
    return this.perform(this.desk.cancel(orderId, reason, time));
  }

  /** Nothing to wait for, unless the trade set off a stop or a target. */
  trade(trade: Trade): Promise<void> | void {
    const facts = this.desk.trade(trade);
    if (facts.length > 0) return this.perform(facts);
  }

  /** Everything asked for until this tick is with the broker; what the broker says of it goes into the books; then the tick is passed on. */
  async settle(tick: ClockTick, checkpoint: () => Checkpoint): Promise<void> {
    await this.broughtHome();
    const reports = await this.reports(tick);
    const facts = [...this.desk.clock(tick.time), ...reports.flatMap((report) => this.desk.report(report, tick.time))];
    await this.perform(facts, facts.length > 0 || tick.time - this.checkpointedAt >= CHECKPOINT_EVERY_MS ? checkpoint() : undefined);
    await this.broughtHome();
    await this.announce(tick);
  }

  announce(tick: ClockTick): Promise<unknown> {
    return this.bus.record(subjects.settledClock, encode(clockMessage, tick), `order-settled-${tick.time}`);
  }

  standing(orderId: OrderId): CommandReply<'order-router.place'> {
    const order = this.desk.order(orderId);
    return { orderId, status: order?.state ?? 'unknown', reason: order?.reason ?? '' };
  }

  /** The broker's word on all orders, asked only while some of ours are working. A failed read says nothing and changes nothing. */
  private async reports(tick: ClockTick): Promise<readonly OrderReport[]> {
    if (this.desk.working().length === 0) return [];
    if (!tick.paced && tick.time - this.askedAt < ASK_EVERY_MS) return [];
    this.askedAt = tick.time;
    const read = await this.broker.orders();
    return read.state === 'known' ? read.value : [];
  }

  private async perform(facts: readonly DeskFact[], checkpoint?: Checkpoint): Promise<void> {
    if (facts.length === 0 && checkpoint === undefined) return;
    if (checkpoint) this.checkpointedAt = checkpoint.marketTime;
    await this.books.write(facts, checkpoint);
    for (const fact of facts) {
      if (fact.kind === 'place') this.alongside(this.place(fact));
      if (fact.kind === 'cancel') this.alongside(this.withdraw(fact));
    }
  }

  private async place({ order }: Extract<DeskFact, { kind: 'place' }>): Promise<void> {
    await this.placed(order.id, await this.broker.place(order));
  }

  private async placed(id: OrderId, placement: Parameters<OrderDesk['placed']>[1]): Promise<void> {
    await this.perform(this.desk.placed(id, placement, this.timeOf(id)));
    if (placement.outcome === 'unknown') this.lookUp(id);
  }

  private async withdraw({ orderId, brokerOrderId }: Extract<DeskFact, { kind: 'cancel' }>): Promise<void> {
    const cancellation = await this.broker.cancel(brokerOrderId);
    if (cancellation.outcome === 'unavailable') await this.perform(this.desk.cancelFailed(orderId, cancellation.reason, this.timeOf(orderId)));
  }

  private lookUp(id: OrderId): void {
    this.alongside(this.resolve(id));
  }

  private async resolve(id: OrderId): Promise<void> {
    const found = await this.lookups.find(id);
    const time = this.timeOf(id);
    if (found.state === 'absent') return this.perform(this.desk.absent(id, found.reason, time));
    // what it has filled by now comes with the next tick's reports, like that of every other order
    return this.perform(this.desk.placed(id, { outcome: 'accepted', brokerOrderId: found.report.brokerOrderId }, time));
  }

  private alongside(work: Promise<void>): void {
    const tracked: Promise<void> = work.finally(() => this.underWay.delete(tracked));
    this.underWay.add(tracked);
  }

  private async broughtHome(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  private timeOf(id: OrderId): number {
    return Math.max(this.desk.order(id)?.updatedAt ?? 0, this.freeClock());
  }
}
