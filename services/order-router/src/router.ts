import { EventEmitter, once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { clockMessage, encode, subjects, type CommandReply } from '@sofi/contracts';
import type { Broker, ClockTick, OrderId, OrderReport, OrderRequest, Trade } from '@sofi/domain';
import type { DeskFact, OrderDesk } from '@sofi/engine';
import type { Bus } from '@sofi/nats';
import type { Books, Checkpoint } from './books.js';
import type { Lookups } from './lookups.js';
import type { MarketWatch } from './market-watch.js';

/** Reads share 60 requests a minute with everything else that asks the broker; a market that waits for us is asked at each tick. */
const ASK_EVERY_MS = 2_000;
/** Where the broker itself said that something happened. */
const HINTED_MS = 1_000;
/** A market that waits is not told that a tick is settled on the word of a failed read. */
const READ_AGAIN_MS = 250;
/** Market time between checkpoints while nothing happens; what lies between is read again after a kill, and changes nothing. */
const CHECKPOINT_EVERY_MS = 30_000;

/**
 * The desk's shell. What happens to an order: the desk approves it, the intent (approved, submitted) is stored, then published, and only then sent, once. The
 * answer is an event like every other; without a clear one the order is unknown and looked up by its tag. The desk decides at once, its facts are written in the
 * order they were decided, and the conversation with the broker runs beside, so that a slow answer never keeps a stop from being watched.
 */
export class Router {
  /** conversations with the broker that are under way; where the market waits, a tick of the clock settles only after them */
  private readonly underWay = new Set<Promise<void>>();
  private readonly closing = new AbortController();
  private readonly news = new EventEmitter().setMaxListeners(0);
  private askedAt = -Infinity;
  private hinted = false;
  private checkpointedAt = 0;

  constructor(
    private readonly desk: OrderDesk,
    private readonly broker: Broker,
    private readonly books: Books,
    private readonly bus: Pick<Bus, 'record'>,
    private readonly lookups: Lookups,
    private readonly clock: Pick<MarketWatch, 'freeTime' | 'present'>,
    /** ends the process: a conversation that failed in our own house is taken up again by the start-up */
    private readonly fatal: (error: unknown) => void,
  ) {}

  /**
   * After a start: whatever was being sent when the last process ended has an unknown outcome and is looked up, whatever was being cancelled is cancelled again
   * (that may be said twice). Stops are watched meanwhile.
   */
  async recover(): Promise<void> {
    for (const { order, state } of this.desk.unresolved()) {
      if (state === 'submitting') await this.placed(order.id, { outcome: 'unknown', reason: 'the order router ended while the order was being sent' });
      else this.lookUp(order.id);
    }
    for (const { order, state, brokerOrderId } of this.desk.working()) {
      if (state === 'cancelling' && brokerOrderId) this.alongside(this.withdraw({ kind: 'cancel', orderId: order.id, brokerOrderId }));
    }
  }

  request(request: OrderRequest): Promise<void> {
    return this.perform(this.desk.request(request, request.time));
  }

  /** Throws a RuleError for an order that the broker has not answered for yet. */
  async cancel(orderId: OrderId, reason: string, time: number): Promise<void> {
    await this.perform(this.desk.cancel(orderId, reason, time));
  }

  /** Nothing to wait for, unless the trade set off a stop or a target. */
  trade(trade: Trade): Promise<void> | void {
    const facts = this.desk.trade(trade);
    if (facts.length > 0) return this.perform(facts);
  }

  /**
   * Everything asked for until this tick is with the broker; what the broker says of it goes into the books; then the tick is passed on. A market that runs by
   * itself does not wait for answers that are late: they come home at a later tick.
   */
  async settle(tick: ClockTick, checkpoint: () => Checkpoint): Promise<void> {
    if (tick.paced) await this.broughtHome();
    const asks = this.asks(tick);
    const reports = asks ? await this.reports(tick) : [];
    const facts = [...this.desk.clock(tick.time), ...reports.flatMap((report) => this.desk.report(report, tick.time))];
    // a tick that the broker was asked at is never settled again after a kill: its word of later would be written down as of this tick
    const due = asks || facts.length > 0 || tick.time - this.checkpointedAt >= CHECKPOINT_EVERY_MS;
    await this.perform(facts, due ? checkpoint() : undefined);
    if (tick.paced) await this.broughtHome();
    await this.announce(tick);
    this.news.emit('settled');
  }

  /** Something may have happened to an order of ours: the broker is asked sooner. */
  hint(): void {
    this.hinted = true;
  }

  announce(tick: ClockTick): Promise<unknown> {
    return this.bus.record(subjects.settledClock, encode(clockMessage, tick), `order-settled-${tick.time}`);
  }

  /** Resolves after the next tick that is settled, or when the signal ends the wait. */
  async settled(until: AbortSignal): Promise<void> {
    await once(this.news, 'settled', { signal: until }).catch((error: unknown) => {
      if (!until.aborted) throw error;
    });
  }

  standing(orderId: OrderId): CommandReply<'order-router.place'> {
    const order = this.desk.order(orderId);
    return { orderId, status: order?.state ?? 'unknown', reason: order?.reason ?? '' };
  }

  /** Look-ups end where they are, to be taken up after the next start; answers that are on their way are waited for. */
  async close(): Promise<void> {
    this.closing.abort();
    while (this.underWay.size > 0) await Promise.allSettled(this.underWay);
  }

  /** Only while some of ours are working; a tick that comes late in a market that runs by itself needs no word of its own. */
  private asks(tick: ClockTick): boolean {
    if (this.desk.working().length === 0) return false;
    return tick.paced || this.clock.freeTime() - this.askedAt >= (this.hinted ? HINTED_MS : ASK_EVERY_MS);
  }

  /** The broker's word on all orders. A failed read says nothing and changes nothing. */
  private async reports(tick: ClockTick): Promise<readonly OrderReport[]> {
    for (;;) {
      const read = await this.broker.orders();
      this.askedAt = this.clock.freeTime();
      this.hinted = false;
      if (read.state === 'known') return read.value;
      if (!tick.paced) return [];
      await pause(READ_AGAIN_MS, undefined, { signal: this.closing.signal });
    }
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
    // a report may have been quicker than the answer, and then there is nothing to look up
    if (this.desk.order(id)?.state === 'unknown') this.lookUp(id);
  }

  private async withdraw({ orderId, brokerOrderId }: Extract<DeskFact, { kind: 'cancel' }>): Promise<void> {
    const cancellation = await this.broker.cancel(brokerOrderId);
    if (cancellation.outcome === 'unavailable') await this.perform(this.desk.cancelFailed(orderId, cancellation.reason, this.timeOf(orderId)));
  }

  private lookUp(id: OrderId): void {
    const { signal } = this.closing;
    this.alongside(
      this.resolve(id, signal).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      }),
    );
  }

  private async resolve(id: OrderId, signal: AbortSignal): Promise<void> {
    const found = await this.lookups.find(id, signal);
    // what it has filled by now comes with the next tick's reports, like that of every other order
    if (found.state === 'present') return this.perform(this.desk.placed(id, { outcome: 'accepted', brokerOrderId: found.report.brokerOrderId }, this.timeOf(id)));
    // whether it is sent again depends on how far the market has moved on, and right after a start that is not known
    await this.clock.present(signal);
    return this.perform(this.desk.absent(id, found.reason, this.timeOf(id)));
  }

  private alongside(work: Promise<void>): void {
    const tracked: Promise<void> = work.finally(() => this.underWay.delete(tracked));
    this.underWay.add(tracked);
    tracked.catch(this.fatal);
  }

  private async broughtHome(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
    this.closing.signal.throwIfAborted();
  }

  /** Where the market waits for us an order's events carry the time it was asked at. */
  private timeOf(id: OrderId): number {
    return Math.max(this.desk.order(id)?.updatedAt ?? 0, this.clock.freeTime());
  }
}
