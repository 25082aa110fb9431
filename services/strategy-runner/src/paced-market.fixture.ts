import { barMessage, clockMessage, decode, encode, orderEventMessage, orderRequestMessage, subjects } from '@sofi/contracts';
import {
  barId,
  DEFAULT_RISK,
  equitySymbol,
  price,
  type Bar,
  type Cash,
  type ClockTick,
  type BrokerOrderId,
  type EquitySymbol,
  type OrderId,
  type Order,
  type OrderEvent,
  type OrderHappening,
  type OrderRequest,
  type StrategyDefinition,
} from '@sofi/domain';
import type { Bus, Message } from '@sofi/nats';
import type { Database } from '@sofi/postgres';

/** 09:30 in New York on 7 October 2013. */
export const OPEN = Date.parse('2013-10-07T13:30:00Z');
export const MINUTE = 60_000;
const AAPL = equitySymbol('AAPL');

export const definition: StrategyDefinition = {
  id: '7',
  name: 'Dips',
  type: 'rsi-mean-reversion',
  symbols: [AAPL],
  timeframe: '1m',
  account: 'VA1',
  parameters: { period: 2, oversold: 35, overbought: 65 },
  risk: DEFAULT_RISK,
  status: 'running',
};

export function bar(start: number, close: number): Bar {
  const at = price(close);
  return { symbol: AAPL, timeframe: '1m', start, end: start + MINUTE, open: at, high: at, low: at, close: at, volume: 10, tradeCount: 1, vwap: at, revision: 0, quality: 'whole' };
}

/** A saw with teeth of four minutes: an RSI of 2 is oversold at the bottom and overbought at the top. */
export const closeOf = (minute: number) => 100 + [0, -1, -2, 1][((minute % 4) + 4) % 4]!;

/** candle-aggregator as the runner sees it: the bar, then the clock that closed it; half a minute later the clock alone. */
export async function closeMinute(bus: Bus, database: Database, minute: number): Promise<ClockTick[]> {
  const closed = bar(OPEN + minute * MINUTE, closeOf(minute));
  await database.bars.save([closed]);
  await bus.record(subjects.candleClosed('1m', AAPL), encode(barMessage, closed), barId(closed));
  return [2_000, 30_000].map((after) => ({ kind: 'clock', time: closed.end + after, paced: true }));
}

/** order-router as the runner sees it: everything is approved, and filled at the next tick of the clock; then the tick has settled. */
export class FillingRouter {
  private working: OrderRequest[] = [];
  private readonly known = new Set<string>();

  constructor(
    private readonly bus: Bus,
    private readonly database: Database,
  ) {}

  begin(): void {
    this.bus.follow('ORDERS', { after: 0 }, (message) => this.onMessage(message));
  }

  private async onMessage({ subject, data }: Message): Promise<void> {
    if (subject === subjects.orderRequest) return this.approve(decode(orderRequestMessage, data));
    if (subject !== subjects.orderClock) return;
    const tick = decode(clockMessage, data);
    const due = this.working.filter((request) => request.time < tick.time);
    this.working = this.working.filter((request) => request.time >= tick.time);
    for (const request of due) await this.fill(request, tick.time);
    await this.bus.record(subjects.settledClock, encode(clockMessage, tick), `settled-${tick.time}`);
  }

  private async approve(request: OrderRequest): Promise<void> {
    if (this.known.has(request.id) || request.kind === 'ticket') return;
    this.known.add(request.id);
    this.working.push(request);
    await this.say(request, 1, request.time, { type: 'approved', order: orderOf(request), reason: request.reason, referencePrice: request.referencePrice });
    await this.say(request, 2, request.time, { type: 'submitted' });
  }

  private async fill(request: OrderRequest, time: number): Promise<void> {
    const { id: orderId, account, symbol } = request;
    const brokerOrderId = `b-${orderId}` as BrokerOrderId;
    await this.say(request, 3, time, { type: 'accepted', brokerOrderId });
    const fill = {
      id: `${orderId}-10`,
      orderId,
      brokerOrderId,
      account,
      book: definition.id,
      symbol,
      side: orderOf(request).side,
      quantity: 10,
      price: price(100),
      fees: 0 as Cash,
      time,
    };
    await this.say(request, 4, time, { type: 'filled', fill, cumulativeQuantity: 10, complete: true });
  }

  private async say({ id, account, symbol }: OrderRequest, sequence: number, time: number, happening: OrderHappening): Promise<void> {
    const event: OrderEvent = { orderId: id, sequence, time, ...happening };
    await this.database.orderEvents.append([event]);
    await this.bus.record(subjects.orderEvent(account, symbol), encode(orderEventMessage, event), `${id}-${sequence}`);
  }
}

function orderOf({ id, account, symbol, kind }: OrderRequest): Order {
  const entry = kind === 'entry';
  return {
    id,
    account,
    symbol,
    type: 'market',
    duration: 'day',
    side: entry ? 'buy' : 'sell',
    quantity: 10,
    origin: { kind: 'strategy', strategyId: definition.id, intent: entry ? 'enter' : 'exit' },
  };
}

/** Ten shares bought for the strategy, from the wish to the fill, at one time. */
export function filledEvents(time: number): { symbol: EquitySymbol; text: string }[] {
  const request: OrderRequest = {
    kind: 'entry',
    id: 'bought' as OrderId,
    account: 'VA1',
    symbol: AAPL,
    time,
    strategyId: definition.id,
    referencePrice: price(100),
    risk: DEFAULT_RISK,
    reason: '',
  };
  const brokerOrderId = 'b-1' as BrokerOrderId;
  const fill = {
    id: 'bought-10',
    orderId: request.id,
    brokerOrderId,
    account: 'VA1',
    book: definition.id,
    symbol: AAPL,
    side: 'buy' as const,
    quantity: 10,
    price: price(100),
    fees: 0 as Cash,
    time,
  };
  const happenings: OrderHappening[] = [
    { type: 'approved', order: orderOf(request), reason: '', referencePrice: price(100) },
    { type: 'submitted' },
    { type: 'accepted', brokerOrderId },
    { type: 'filled', fill, cumulativeQuantity: 10, complete: true },
  ];
  return happenings.map((happening, index) => ({ symbol: AAPL, text: encode(orderEventMessage, { orderId: request.id, sequence: index + 1, time, ...happening }) }));
}
