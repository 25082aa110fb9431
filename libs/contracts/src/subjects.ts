import type { EquitySymbol, Timeframe } from '@sofi/domain';

/** Every subject on one page. `*` stands for one symbol, timeframe, account, service or strategy. */
export const subjects = {
  trade: (symbol: EquitySymbol | '*') => `md.trade.${symbol}`,
  quote: (symbol: EquitySymbol | '*') => `md.quote.${symbol}`,
  /** the market's clock, in line with the trades */
  marketClock: 'md.clock',
  /** prints may be missing between two times, in line with the trades */
  feedGap: 'md.gap',
  /** how far the prices of a symbol can be trusted, in line with the trades, on each change */
  symbolFeed: (symbol: EquitySymbol | '*') => `md.state.${symbol}`,
  feedStatus: 'md.status',
  /** which symbols an owner needs, newest kept; the union of all owners is subscribed */
  interest: (owner: string) => `interest.${owner}`,
  candleForming: (timeframe: Timeframe | '*', symbol: EquitySymbol | '*') => `candle.forming.${timeframe}.${symbol}`,
  candleClosed: (timeframe: Timeframe | '*', symbol: EquitySymbol | '*') => `candle.closed.${timeframe}.${symbol}`,
  /** the market's clock again, after the bars that it closed */
  candleClock: 'candle.clock',
  decision: (strategyId: string, symbol: EquitySymbol | '*') => `decision.${strategyId}.${symbol}`,
  orderRequest: 'order.request',
  /** the market's clock again, after the requests that it led to */
  orderClock: 'order.clock',
  orderEvent: (account: string, symbol: EquitySymbol | '*') => `order.event.${account}.${symbol}`,
  /** the market's clock again, after the order events that it led to */
  settledClock: 'order.settled',
  position: (account: string, symbol: EquitySymbol | '*') => `position.${account}.${symbol}`,
  account: (account: string) => `account.${account}`,
  command: (service: string, verb: string) => `command.${service}.${verb}`,
  alert: (severity: 'info' | 'warning' | 'critical' | '*') => `alert.${severity}`,
  heartbeat: (service: string) => `system.heartbeat.${service}`,
} as const;

/** The JetStream streams that capture them. `newest` keeps one message a subject. */
export const streams = {
  TRADES: { subjects: ['md.trade.*', 'md.clock', 'md.gap', 'md.state.*'], keep: '48h' },
  QUOTES: { subjects: ['md.quote.*', 'md.status'], keep: 'newest' },
  INTEREST: { subjects: ['interest.*'], keep: 'newest' },
  CANDLES: { subjects: ['candle.closed.*.*', 'candle.clock'], keep: '14d' },
  DECISIONS: { subjects: ['decision.*.*'], keep: '90d' },
  ORDERS: { subjects: ['order.request', 'order.clock', 'order.event.*.*', 'order.settled'], keep: 'all' },
  LEDGER: { subjects: ['position.*.*', 'account.*'], keep: 'newest' },
  ALERTS: { subjects: ['alert.*'], keep: '90d' },
} as const;
export type StreamName = keyof typeof streams;
