import { barMessage, clockMessage, decisionMessage, decode, encode, orderEventMessage, orderRequestMessage, subjects } from '@sofi/contracts';
import type { Bar, ClockTick, Decision, OrderEvent, OrderRequest } from '@sofi/domain';
import { inEvaluationOrder, type HostFact, type StrategyHost } from '@sofi/engine';
import type { Bus, Message } from '@sofi/nats';
import type { Database } from '@sofi/postgres';
import { ReachedTime, type OneAtATime } from '@sofi/service-kit';

const BARS = 'strategy-runner.bars';
const ORDERS = 'strategy-runner.orders';

/** Market time between checkpoints while nothing happens; what lies between is read again after a kill, and changes nothing. */
const CHECKPOINT_EVERY_MS = 30_000;

/** Where the runner stood: the stream positions to follow from, and the market times that its state has to be rebuilt for. */
export interface Standing {
  readonly barsAfter: number;
  /** every bar that this tick of the clock closed has been decided */
  readonly decidedUntil: number;
  readonly ordersAfter: number;
  /** every order event of this market time or before is in the strategies' view */
  readonly settledUntil: number;
}

/**
 * Shows each closed bar to the strategies and performs what they answer: requests and decisions are published, decisions stored, then the
 * clock is passed on. Order events come home on their own stream; when a tick has settled, the market may go on.
 */
export class Runner {
  readonly decisionsByVerdict = new Map<string, number>();
  /** closed since the last tick; they are decided at the tick that closed them */
  private bars: Bar[] = [];
  private decisions: Decision[] = [];
  private requests: OrderRequest[] = [];
  private readonly decidedClock = new ReachedTime();
  private readonly settledClock = new ReachedTime();
  private ended = false;
  private end = () => {};
  private readonly ending = new Promise<void>((resolve) => (this.end = resolve));
  private barsKeptAt = 0;
  private ordersKeptAt = 0;
  /** order events since the last settled tick: the strategies see them all at once, so that a view never depends on who was faster */
  private unsettled: OrderEvent[] = [];

  constructor(
    private readonly bus: Pick<Bus, 'record'>,
    private readonly database: Pick<Database, 'checkpoints' | 'decisions' | 'strategies' | 'orderEvents'>,
    private readonly host: StrategyHost,
    private readonly steps: OneAtATime,
    private readonly settled: (marketTime: number) => void,
  ) {}

  static async standing(database: Pick<Database, 'checkpoints'>): Promise<Standing> {
    const bars = await database.checkpoints.get(BARS);
    const orders = await database.checkpoints.get(ORDERS);
    return {
      barsAfter: bars?.sequence ?? 0,
      decidedUntil: bars?.marketTime ?? 0,
      ordersAfter: orders?.sequence ?? 0,
      settledUntil: orders?.marketTime ?? 0,
    };
  }

  /** The strategies' view becomes that of the last settled tick; events after it come again on the stream. */
  async begin(standing: Standing): Promise<void> {
    for (const account of new Set((await this.database.strategies.all()).map((definition) => definition.account))) {
      const events = await this.database.orderEvents.all(account);
      for (const event of events) if (event.time <= standing.settledUntil) this.host.onOrderEvent(event);
    }
    this.decidedClock.advance(standing.decidedUntil);
    this.settledClock.advance(standing.settledUntil);
    this.settled(standing.settledUntil);
  }

  /** Lets go of the messages that wait for the other stream; they come again at the next start. */
  leave(): void {
    this.ended = true;
    this.end();
  }

  /** The last tick of the clock whose bars have been decided. */
  get decidedUntil(): number {
    return this.decidedClock.time;
  }

  /** One message of stream CANDLES. */
  async onCandle({ subject, data, sequence }: Message): Promise<void> {
    if (subject === subjects.candleClock) return this.onCandleClock(decode(clockMessage, data), sequence);
    this.bars.push(decode(barMessage, data));
  }

  /** One message of stream ORDERS; the runner's own requests and clock are in it too, and pass by. */
  async onOrder({ subject, data, sequence }: Message): Promise<void> {
    if (subject === subjects.orderRequest || subject === subjects.orderClock) return;
    if (subject === subjects.settledClock) return this.onSettledClock(decode(clockMessage, data), sequence);
    this.unsettled.push(decode(orderEventMessage, data));
  }

  /** A paced market goes on when a tick has settled: read again after a restart, the next one must not overtake the fills that came before it. */
  private async onCandleClock(tick: ClockTick, sequence: number): Promise<void> {
    const before = this.decidedClock.time;
    if (tick.paced && tick.time > before) await Promise.race([this.settledClock.until(before), this.ending]);
    if (!this.ended) await this.steps.run(() => this.onClock(tick, sequence));
  }

  private take(facts: readonly HostFact[]): void {
    for (const fact of facts) {
      if (fact.kind === 'decision') this.decisions.push(fact.decision);
      else this.requests.push(fact.request);
    }
  }

  /** Requests go first: a decision in the books whose request was lost would never be repeated, a repeated request changes nothing. */
  private async onClock(tick: ClockTick, sequence: number): Promise<void> {
    const bars = this.bars;
    this.bars = [];
    if (tick.time <= this.decidedClock.time) return;
    for (const bar of inEvaluationOrder(bars)) this.take(this.host.onBar(bar, tick.time));
    for (const request of this.requests) {
      await this.bus.record(subjects.orderRequest, encode(orderRequestMessage, request), `request-${request.id}`);
    }
    await this.publishDecisions();
    await this.bus.record(subjects.orderClock, encode(clockMessage, tick), `order-clock-${tick.time}`);
    if (bars.length > 0 || tick.time - this.barsKeptAt >= CHECKPOINT_EVERY_MS) {
      await this.database.checkpoints.set(BARS, { sequence, marketTime: tick.time });
      this.barsKeptAt = tick.time;
    }
    this.requests = [];
    this.decisions = [];
    this.decidedClock.advance(tick.time);
  }

  private async publishDecisions(): Promise<void> {
    if (this.decisions.length === 0) return;
    await this.database.decisions.append(this.decisions);
    await Promise.all(this.decisions.map((decision) => this.bus.record(subjects.decision(decision.strategyId, decision.symbol), encode(decisionMessage, decision), decision.id)));
    for (const { verdict } of this.decisions) this.decisionsByVerdict.set(verdict, (this.decisionsByVerdict.get(verdict) ?? 0) + 1);
  }

  /** What a tick led to is seen after its bars are decided, also where a restart reads both streams again and finds the answer before the question. */
  private async onSettledClock(tick: ClockTick, sequence: number): Promise<void> {
    await Promise.race([this.decidedClock.until(tick.time), this.ending]);
    if (!this.ended) await this.steps.run(() => this.onSettled(tick, sequence));
  }

  private async onSettled(tick: ClockTick, sequence: number): Promise<void> {
    if (this.unsettled.length > 0 || tick.time - this.ordersKeptAt >= CHECKPOINT_EVERY_MS) {
      await this.database.checkpoints.set(ORDERS, { sequence, marketTime: tick.time });
      this.ordersKeptAt = tick.time;
    }
    for (const event of this.unsettled) this.host.onOrderEvent(event);
    this.unsettled = [];
    this.settledClock.advance(tick.time);
    this.settled(tick.time);
  }
}
