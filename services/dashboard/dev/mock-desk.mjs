import { bookOf, marketOf } from './mock-market.mjs';

/** A made-up desk: two strategies with a history, orders that fill, a gate that refuses large tickets. */
const MINUTE = 60_000;
const start = Date.now();
export const ACCOUNT = 'SIM00000001';
const risk = { positionSizePct: 10, stopLossPct: 2, takeProfitPct: 5, maxPositions: 3, maxPositionsPerSymbol: 1, maxDailyLossPct: 3, cooldownMinutes: 15 };
const strategy = (id, name, symbols, status, figures) => ({
  id,
  name,
  type: 'rsi-mean-reversion',
  symbols,
  timeframe: '1m',
  account: ACCOUNT,
  parameters: { period: 14, oversold: 30, overbought: 70 },
  risk,
  status,
  profit: 0,
  openProfit: 0,
  tradeCount: 0,
  winRate: null,
  openPositions: 0,
  lastDecisionAt: null,
  createdAt: start,
  ...figures,
});
export const strategies = new Map([
  [
    '1',
    strategy('1', 'Apple dip buyer', ['AAPL', 'MSFT'], 'running', { profit: 412.35, openProfit: -18.2, tradeCount: 13, winRate: 0.615, openPositions: 1, lastDecisionAt: start }),
  ],
  ['2', strategy('2', 'Tesla swing', ['TSLA'], 'paused', { profit: -86.1, tradeCount: 5, winRate: 0.4 })],
  ['3', strategy('3', 'A strategy with a rather long name to see where it breaks', ['NVDA'], 'stopped', {})],
]);
let lastStrategy = 3;
export const create = (draft) => save(String(++lastStrategy), draft, {});
export const save = (id, draft, before) => {
  const saved = { ...strategy(id, draft.name, draft.symbols, 'stopped', {}), ...before, ...draft, risk: { ...risk, ...draft.risk } };
  strategies.set(id, saved);
  return saved;
};

export const types = [
  {
    type: 'rsi-mean-reversion',
    title: 'RSI mean reversion',
    description: 'Long only. Buys when the RSI falls below the oversold threshold and sells when it rises above the overbought threshold.',
    parameters: {
      type: 'object',
      properties: {
        period: { type: 'integer', minimum: 2, maximum: 200, default: 14, title: 'RSI period', description: '14 is standard' },
        oversold: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 100, default: 30, title: 'Oversold', description: 'buys below this' },
        overbought: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 100, default: 70, title: 'Overbought', description: 'sells above this' },
      },
    },
  },
];

const trip = (index, symbol, entryPrice, exitPrice, exitReason) => ({
  id: `t${index}`,
  account: ACCOUNT,
  book: '1',
  symbol,
  side: 'long',
  quantity: 40,
  entryPrice,
  exitPrice,
  entryTime: start - (index * 55 + 40) * MINUTE,
  exitTime: start - (index * 55 + 12) * MINUTE,
  profit: (exitPrice - entryPrice) * 40,
  profitPct: ((exitPrice - entryPrice) / entryPrice) * 100,
  exitReason,
});
export const trades = [
  trip(1, 'AAPL', 227.1, 228.9, 'signal'),
  trip(2, 'MSFT', 417.9, 409.5, 'stop-loss'),
  trip(3, 'AAPL', 225.2, 228.1, 'signal'),
  trip(4, 'MSFT', 398.2, 418.1, 'take-profit'),
];

export const positions = () => {
  const price = marketOf('AAPL').price;
  const entry = 228.9;
  return [
    {
      account: ACCOUNT,
      book: '1',
      symbol: 'AAPL',
      netQuantity: 43,
      costBasis: entry * 43,
      averagePrice: entry,
      realisedProfit: 0,
      openedAt: start - 22 * MINUTE,
      stopLoss: 224.32,
      takeProfit: 240.35,
      lastPrice: price,
      openProfit: (price - entry) * 43,
    },
  ];
};

const words = (rsi) =>
  rsi < 30
    ? `RSI ${rsi.toFixed(1)} is below 30: buys`
    : rsi > 70
      ? `RSI ${rsi.toFixed(1)} is above 70: sells what it holds`
      : `RSI ${rsi.toFixed(1)} is between 30 and 70: nothing to do`;
export const decision = (id, symbol, index, time = start - index * MINUTE) => {
  const rsi = 50 + 28 * Math.sin(index / 4);
  return {
    id: `${id}-${symbol}-${time}`,
    strategyId: id,
    symbol,
    timeframe: '1m',
    barStart: time - MINUTE,
    time,
    close: marketOf(symbol).price,
    verdict: rsi < 30 ? 'enter' : rsi > 70 ? 'exit' : 'hold',
    reason: words(rsi),
    values: { rsi },
    conditions: [],
  };
};
export const decisions = (id, symbol) =>
  strategies
    .get(id)
    .symbols.filter((one) => !symbol || one === symbol)
    .flatMap((one) => Array.from({ length: 20 }, (_, index) => decision(id, one, index)));
export const checklist = () => [
  { name: 'RSI below 30', met: false, detail: 'RSI is 41.3, 11.3 above the threshold' },
  { name: 'No open position', met: false, detail: 'holds 43 AAPL since 22 minutes' },
  { name: 'Capital available', met: true, detail: '$98,120 buying power, 10 % of it a position' },
  { name: 'Risk gate', met: true, detail: 'daily loss 0.1 % of 3 %, 1 of 3 positions, no cooldown' },
];
export const states = (id) =>
  strategies.get(id).symbols.map((symbol, index) => ({ symbol, warm: index === 0 || id !== '1', barsSeen: index === 0 ? 211 : 9, barsNeeded: 15, values: { rsi: 41.27 } }));

export const orders = new Map();
/** Gives an order its life: listeners hear each event. */
export function place(body, origin, say, at = Date.now()) {
  const orderId = `t-${at}-${orders.size}`;
  const { symbol, side, quantity, type, limitPrice, stopPrice, duration } = body;
  const order = { id: orderId, account: ACCOUNT, symbol, side, quantity, type, limitPrice, stopPrice, duration, origin: { kind: 'person', user: 'admin' } };
  const row = {
    orderId,
    brokerOrderId: null,
    account: ACCOUNT,
    symbol,
    side,
    quantity,
    type,
    limitPrice: limitPrice ?? null,
    stopPrice: stopPrice ?? null,
    duration,
    status: 'approved',
    filledQuantity: 0,
    averageFillPrice: null,
    origin,
    strategyId: null,
    reason: '',
    createdAt: at,
    updatedAt: at,
    events: [],
  };
  const verdict = gate(body);
  orders.set(orderId, row);
  const add = (status, event, changes = {}) => {
    row.events.push({ orderId, sequence: row.events.length + 1, time: at + row.events.length * 180, ...event });
    Object.assign(row, changes, { status, updatedAt: at, reason: event.reason ?? row.reason });
    say(row.events.at(-1));
  };
  if (!verdict.approved) return (add('refused', { type: 'refused', order, rule: verdict.rule, reason: verdict.reason }), row);
  add('approved', { type: 'approved', order, reason: verdict.reason, referencePrice: marketOf(symbol).price });
  const later = say === quiet ? (act) => act() : (act, ms) => setTimeout(() => act(), ms);
  later(() => add('submitting', { type: 'submitted' }), 300);
  later(() => add('accepted', { type: 'accepted', brokerOrderId: '228175' }, { brokerOrderId: '228175' }), 900);
  if (type === 'market') later(() => add('filled', fill(row, at), { filledQuantity: quantity, averageFillPrice: bookOf(symbol).ask }), 1_800);
  row.cancel = () => add('cancelled', { type: 'cancelled', reason: 'cancelled by admin' });
  return row;
}
export const quiet = () => undefined;
const fill = (row, time) => ({
  type: 'filled',
  fill: {
    id: `f-${row.orderId}`,
    orderId: row.orderId,
    brokerOrderId: '228175',
    account: ACCOUNT,
    book: 'manual',
    symbol: row.symbol,
    side: row.side,
    quantity: row.quantity,
    price: bookOf(row.symbol).ask,
    fees: 0,
    time,
  },
  cumulativeQuantity: row.quantity,
  complete: true,
});

export const gate = ({ quantity, symbol }) => {
  const cost = quantity * marketOf(symbol).price;
  return cost > 100_000
    ? { approved: false, rule: 'buying-power', reason: `needs $${cost.toFixed(2)}, buying power is $100,000.00`, quantity: 0 }
    : { approved: true, rule: null, reason: 'within all limits', quantity };
};
export const account = () => ({
  account: ACCOUNT,
  mode: process.env.MOCK_MODE ?? 'simulated',
  cash: 90_157.3,
  equity: 100_394.15,
  marketValue: 10_236.85,
  buyingPower: 98_120,
  openProfit: 18.2,
  realisedProfit: 326.25,
  dayStartEquity: 100_120.4,
  time: Date.now(),
  reconciliation: { state: 'equal', verifiedAt: Date.now() - 4_000, differences: [] },
});

const wish = (symbol, side, quantity, more = {}) => ({ symbol, side, quantity, type: 'market', duration: 'day', ...more });
place(wish('AAPL', 'buy', 43), 'strategy:1 enter', quiet, start - 22 * MINUTE);
place(wish('AAPL', 'sell', 40), 'strategy:1 exit', quiet, start - 67 * MINUTE);
place(wish('MSFT', 'buy', 20, { type: 'limit', limitPrice: 401.5, duration: 'gtc' }), 'person:admin', quiet, start - 9 * MINUTE);
place(wish('TSLA', 'buy', 9_000), 'person:admin', quiet, start - 5 * MINUTE);
place(wish('MSFT', 'sell', 20, { type: 'stop_limit', stopPrice: 399, limitPrice: 398.5 }), 'guard:1 stop-loss', quiet, start - 90 * MINUTE).cancel();
