import type { FeedStatus, Heartbeat } from '@sofi/contracts';
import {
  cash,
  DEFAULT_RISK,
  equitySymbol,
  price,
  type Bar,
  type Decision,
  type OrderEvent,
  type OrderId,
  type Position,
  type RoundTrip,
  type StrategyDefinition,
} from '@sofi/domain';
import type { AccountState } from '@sofi/contracts';
import type { DaySnapshot, BrokerOrderId } from '@sofi/domain';

/** For specs: one of everything, on 7 October 2013, 09:30 in New York (13:30 UTC). */
export const AAPL = equitySymbol('AAPL');
export const OPEN = Date.parse('2013-10-07T13:30:00Z');
const MINUTE = 60_000;

export const definition: StrategyDefinition = {
  id: '12',
  name: 'RSI',
  type: 'rsi-mean-reversion',
  symbols: [AAPL],
  timeframe: '1m',
  account: 'VA1',
  parameters: { period: 14, oversold: 30, overbought: 70 },
  risk: DEFAULT_RISK,
  status: 'running',
};
export const draft = { name: 'RSI', type: 'rsi-mean-reversion', symbols: ['AAPL'], timeframe: '1m', parameters: { period: 14, oversold: 30, overbought: 70 } };

export const account: AccountState = {
  account: 'VA1',
  mode: 'simulated',
  cash: cash(100_000),
  equity: cash(100_010),
  marketValue: cash(10),
  buyingPower: cash(200_000),
  openProfit: cash(10),
  realisedProfit: cash(0),
  dayStartEquity: cash(100_000),
  reconciliation: { state: 'equal', verifiedAt: OPEN, differences: [] },
  time: OPEN,
};

export const position: Position = {
  account: 'VA1',
  book: '12',
  symbol: AAPL,
  netQuantity: 10,
  costBasis: cash(1000),
  averagePrice: price(100),
  realisedProfit: cash(0),
  openedAt: OPEN,
  stopLoss: price(98),
  takeProfit: price(105),
};

export const snapshot: DaySnapshot = {
  symbol: AAPL,
  description: 'Apple Inc',
  last: price(100),
  bid: price(99.9),
  bidSize: 200,
  ask: price(100.1),
  askSize: 300,
  open: price(98),
  high: price(101),
  low: price(97),
  previousClose: price(95),
  volume: 1000,
  time: OPEN,
};

export const barAt = (minute: number, close: number): Bar => ({
  symbol: AAPL,
  timeframe: '1m',
  start: OPEN + minute * MINUTE,
  end: OPEN + (minute + 1) * MINUTE,
  open: price(close),
  high: price(close),
  low: price(close),
  close: price(close),
  volume: 5,
  tradeCount: 1,
  vwap: price(close),
  revision: 0,
  quality: 'whole',
});

export const decisionAt = (minute: number): Decision => ({
  id: `12-AAPL-${OPEN + minute * MINUTE}`,
  strategyId: '12',
  symbol: AAPL,
  timeframe: '1m',
  barStart: OPEN + minute * MINUTE,
  time: OPEN + (minute + 1) * MINUTE + 2000,
  close: price(100),
  verdict: 'hold',
  reason: 'RSI 55.0 is above oversold 30',
  values: { rsi: 55 },
  conditions: [{ name: 'RSI signal', met: false, detail: 'RSI 55.0 is above oversold 30' }],
});

export const trip: RoundTrip = {
  id: 'o-1-10',
  account: 'VA1',
  book: '12',
  symbol: AAPL,
  side: 'long',
  quantity: 10,
  entryPrice: price(100),
  exitPrice: price(101.5),
  entryTime: OPEN,
  exitTime: OPEN + MINUTE,
  profit: cash(15),
  profitPct: 1.5,
  exitReason: 'signal',
};

const orderId = 'o-1' as OrderId;
export const orderEvents: OrderEvent[] = [
  {
    orderId,
    sequence: 1,
    time: OPEN,
    type: 'approved',
    reason: 'within every limit',
    referencePrice: price(100),
    order: {
      id: orderId,
      account: 'VA1',
      symbol: AAPL,
      side: 'buy',
      quantity: 10,
      duration: 'day',
      type: 'limit',
      limitPrice: price(100.5),
      origin: { kind: 'person', user: 'admin' },
    },
  },
  { orderId, sequence: 2, time: OPEN, type: 'submitted' },
  { orderId, sequence: 3, time: OPEN + 1, type: 'accepted', brokerOrderId: '77' as BrokerOrderId },
];
export const orderRow = {
  orderId,
  brokerOrderId: '77',
  account: 'VA1',
  symbol: 'AAPL',
  side: 'buy',
  quantity: 10,
  type: 'limit',
  limitPrice: 100.5,
  stopPrice: null,
  duration: 'day',
  status: 'accepted',
  filledQuantity: 0,
  averageFillPrice: null,
  origin: 'person:admin',
  strategyId: null,
  reason: 'within every limit',
  createdAt: OPEN,
  updatedAt: OPEN + 1,
} as const;

export const feed: FeedStatus = { state: 'live', reason: 'connected', mode: 'simulated', symbols: [AAPL], counts: { live: 1 }, troubled: [], lastEventTime: OPEN, time: OPEN + 40 };
export const beat = (service: string): Heartbeat => ({ service, version: '0.1.0', status: 'ok', detail: '', uptimeSeconds: 3, marketTime: OPEN, time: OPEN });
export const session = {
  date: '2013-10-07',
  preOpen: Date.parse('2013-10-07T08:00Z'),
  open: OPEN,
  close: Date.parse('2013-10-07T20:00Z'),
  postClose: Date.parse('2013-10-08T00:00Z'),
};
