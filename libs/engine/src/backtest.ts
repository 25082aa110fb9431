import {
  RuleError,
  type Bar,
  type Cash,
  type Decision,
  type EquitySymbol,
  type Fill,
  type MarketEvent,
  type Order,
  type OrderEvent,
  type OrderRequest,
  type Position,
  type RoundTrip,
  type StrategyDefinition,
} from '@sofi/domain';
import { BacktestBroker } from './backtest-broker.js';
import { BarMakers } from './bar-makers.js';
import { inEvaluationOrder } from './evaluation-order.js';
import type { AccountFigures, DeskFact } from './order-desk-facts.js';
import { RECORDED_FEED } from './feed-trust.js';
import { OrderDesk, type DeskOptions } from './order-desk.js';
import { StrategyHost } from './strategy-host.js';

export interface BacktestInput extends Omit<DeskOptions, 'feed'> {
  /** in order of time, with the market's clock among them: nothing is decided but at a clock tick */
  readonly events: Iterable<MarketEvent>;
  readonly definitions: readonly StrategyDefinition[];
  /** bars from before the first event, oldest first: the strategies warm up on them */
  readonly history: ReadonlyMap<EquitySymbol, readonly Bar[]>;
  readonly opening: { readonly cash: Cash; readonly time: number };
}

export interface BacktestResult {
  readonly decisions: readonly Decision[];
  readonly orderEvents: readonly OrderEvent[];
  readonly fills: readonly Fill[];
  readonly roundTrips: readonly RoundTrip[];
  readonly bars: readonly Bar[];
  readonly positions: readonly Position[];
  /** the account at the end */
  readonly figures: AccountFigures;
  /** marked to market whenever bars have closed */
  readonly equity: readonly { readonly time: number; readonly equity: Cash }[];
}

/** Runs strategies over recorded or generated events, through the same host, desk and market as a replay of the services. */
export function runBacktest(input: BacktestInput): BacktestResult {
  const run = new Backtest(input);
  for (const event of input.events) run.take(event);
  return run.result();
}

/**
 * At a clock tick T, as in the services: orders of guards arrive, bars closed by T are decided on, their orders arrive, and only then the broker is asked what has
 * happened up to T. So nobody knows a fill before the next step, and no order can match an event that it was made from.
 */
class Backtest {
  private readonly desk: OrderDesk;
  private readonly host: StrategyHost;
  private readonly broker: BacktestBroker;
  private readonly makers: BarMakers;
  private readonly decisions: Decision[] = [];
  private readonly orderEvents: OrderEvent[] = [];
  private readonly bars: Bar[] = [];
  private readonly equity: { time: number; equity: Cash }[] = [];
  /** what the guards want, waiting for the tick */
  private waiting: DeskFact[] = [];
  /** how many order events the strategies know */
  private told = 0;
  private unsettled = false;

  constructor({ definitions, history, opening, ...desk }: BacktestInput) {
    this.desk = new OrderDesk({ ...desk, feed: RECORDED_FEED }, opening);
    this.host = new StrategyHost({ account: desk.account });
    this.broker = new BacktestBroker(desk.calendar);
    this.makers = new BarMakers(definitions, history, desk.calendar);
    for (const definition of definitions) this.host.start({ ...definition, status: 'running' }, history);
  }

  take(event: MarketEvent): void {
    if (event.kind === 'clock') return this.step(event.time);
    this.unsettled = true;
    this.broker.onEvent(event);
    if (event.kind === 'quote') return;
    for (const fact of this.desk.trade(event)) this.waiting.push(fact);
    this.makers.onTrade(event);
  }

  /** Throws a RuleError where events came after the last tick of the clock: nobody has looked at them. */
  result(): BacktestResult {
    if (this.unsettled) throw new RuleError('events', 'no clock', 'must end with a clock tick');
    const { desk, decisions, orderEvents, bars, equity } = this;
    const fills = orderEvents.flatMap((event) => (event.type === 'filled' ? [event.fill] : []));
    return { decisions, orderEvents, fills, roundTrips: desk.roundTrips(), bars, positions: desk.positions(), figures: desk.figures(), equity };
  }

  private step(time: number): void {
    this.unsettled = false;
    this.desk.clock(time);
    this.perform(this.waiting, time);
    this.waiting = [];
    const closed = this.makers.closedBy(time);
    for (const request of this.decide(closed, time)) this.perform(this.desk.request(request, time), time);
    for (const report of this.broker.reportsBy(time)) this.perform(this.desk.report(report, time), time);
    while (this.told < this.orderEvents.length) this.host.onOrderEvent(this.orderEvents[this.told++]!);
    if (closed.length > 0) this.equity.push({ time, equity: this.desk.figures().equity });
  }

  /** All bars of the step are decided on before the first order is made, so that their order makes no difference to what the strategies see. */
  private decide(closed: readonly Bar[], time: number): OrderRequest[] {
    const requests: OrderRequest[] = [];
    for (const bar of inEvaluationOrder(closed)) {
      this.bars.push(bar);
      for (const fact of this.host.onBar(bar, time)) {
        if (fact.kind === 'decision') this.decisions.push(fact.decision);
        else requests.push(fact.request);
      }
    }
    return requests;
  }

  private perform(facts: readonly DeskFact[], time: number): void {
    for (const fact of facts) {
      if (fact.kind === 'event') this.orderEvents.push(fact.event);
      if (fact.kind === 'cancel') this.broker.cancel(fact.orderId, time);
      if (fact.kind === 'place') this.place(fact.order, time);
    }
  }

  /** It arrives at the tick, and its acceptance carries the time at which it was asked for: this broker takes no time to answer. */
  private place(order: Order, time: number): void {
    const brokerOrderId = this.broker.place(order, time);
    this.perform(this.desk.placed(order.id, { outcome: 'accepted', brokerOrderId }, this.desk.order(order.id)?.updatedAt ?? time), time);
  }
}
