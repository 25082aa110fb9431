import type { EndpointCase } from './endpoint-case.js';

const quote = {
  symbol: 'BRK/B',
  description: 'Berkshire Hathaway Inc',
  exch: 'N',
  type: 'stock',
  last: 361.5,
  change: '0.48',
  volume: 6_674_105,
  open: 361.06,
  high: 362.74,
  low: 360.485,
  close: null,
  bid: 361.49,
  ask: 361.51,
  change_percentage: 0.13,
  average_volume: 3_243_871,
  last_volume: 100,
  trade_date: 1_705_072_233_914,
  prevclose: 361.02,
  week_52_high: 373.34,
  week_52_low: 292.42,
  bidsize: 2,
  bidexch: 'Q',
  bid_date: 1_705_072_235_000,
  asksize: 3,
  askexch: 'Q',
  ask_date: 0,
  root_symbols: 'BRKB',
};
const readQuote = {
  ...quote,
  change: 0.48,
  lot_size: null,
  underlying: null,
  root_symbol: null,
  option_type: null,
  strike: null,
  expiration_date: null,
  expiration_type: null,
  contract_size: null,
  open_interest: null,
};
const manySymbols = Array.from({ length: 300 }, (_, index) => `T${String.fromCodePoint(65 + Math.floor(index / 26), 65 + (index % 26))}XYZ`);
const security = { symbol: 'SCS', exchange: 'N', type: 'stock', description: 'Steelcase Inc' };

export const MARKET_CASES = {
  'markets.quotes': {
    call: (client) => client.markets.quotes(['BRK/B', 'ZZZZ'], { greeks: false, includeLotSize: true }),
    path: '/markets/quotes',
    query: { symbols: 'BRK/B,ZZZZ', greeks: 'false', includeLotSize: 'true' },
    answer: { quotes: { quote, unmatched_symbols: { symbol: 'ZZZZ' } } },
    gives: { quotes: [readQuote], unmatched: ['ZZZZ'] },
  },
  'markets.quotesByPost': {
    call: (client) => client.markets.quotes(manySymbols),
    path: '/markets/quotes',
    form: { symbols: manySymbols.join(',') },
    answer: { quotes: { quote: [quote, quote], unmatched_symbols: { symbol: ['TAAXYZ', 'TABXYZ'] } } },
    gives: { quotes: [readQuote, readQuote], unmatched: ['TAAXYZ', 'TABXYZ'] },
  },
  'markets.history': {
    call: (client) => client.markets.history('AAPL', { interval: 'weekly', start: '2012-05-01', end: '2012-05-31', session_filter: 'open' }),
    path: '/markets/history',
    query: { symbol: 'AAPL', interval: 'weekly', start: '2012-05-01', end: '2012-05-31', session_filter: 'open' },
    answer: { history: { day: { date: '2012-05-21', open: 534.59, high: 576.85, low: 528.472, close: 562.29, volume: 11_730_936 } } },
    gives: [{ date: '2012-05-21', open: 534.59, high: 576.85, low: 528.472, close: 562.29, volume: 11_730_936 }],
  },
  'markets.timesales': {
    call: (client) => client.markets.timesales('AAPL', { interval: '15min', start: '2019-05-09 09:30', end: '2019-05-09 16:00', session_filter: 'all' }),
    path: '/markets/timesales',
    query: { symbol: 'AAPL', interval: '15min', start: '2019-05-09 09:30', end: '2019-05-09 16:00', session_filter: 'all' },
    answer: {
      series: {
        data: [
          { time: '2019-05-09T09:30:00', timestamp: 1_557_408_600, price: 199.645, open: 200.46, high: 200.53, low: 198.76, close: 200.1154, volume: 1_273_841, vwap: 199.77806 },
          { time: '2019-05-09T09:45:00', timestamp: '1557409500', price: 'NaN', open: 'NaN', high: 'NaN', low: 'NaN', close: 'NaN', volume: 0, vwap: 'NaN' },
        ],
      },
    },
    // 09:30 in New York on that summer day was 13:30 UTC
    gives: [
      { timestamp: Date.UTC(2019, 4, 9, 13, 30), price: 199.645, open: 200.46, high: 200.53, low: 198.76, close: 200.1154, volume: 1_273_841, vwap: 199.77806 },
      { timestamp: Date.UTC(2019, 4, 9, 13, 45), price: null, open: null, high: null, low: null, close: null, volume: 0, vwap: null },
    ],
  },
  'markets.clock': {
    call: (client) => client.markets.clock(),
    path: '/markets/clock',
    answer: {
      clock: { date: '2019-05-06', description: 'Market is open from 09:30 to 16:00', state: 'open', timestamp: 1_557_156_988, next_change: '16:00', next_state: 'postmarket' },
    },
    gives: {
      date: '2019-05-06',
      description: 'Market is open from 09:30 to 16:00',
      state: 'open',
      timestamp: 1_557_156_988_000,
      next_change: '16:00',
      next_state: 'postmarket',
    },
  },
  'markets.calendar': {
    call: (client) => client.markets.calendar({ year: 2024, month: 1 }),
    path: '/markets/calendar',
    query: { year: '2024', month: '1' },
    answer: {
      calendar: {
        month: 1,
        year: 2024,
        days: {
          day: [
            { date: '2024-01-01', status: 'closed', description: 'Market is closed for New Years Day' },
            { date: '2024-01-02', status: 'open', description: 'Market is open', open: { start: '09:30', end: '16:00' }, postmarket: { start: '16:00', end: '19:55' } },
          ],
        },
      },
    },
    gives: [
      { date: '2024-01-01', status: 'closed', description: 'Market is closed for New Years Day' },
      { date: '2024-01-02', status: 'open', description: 'Market is open', open: { start: '09:30', end: '16:00' }, postmarket: { start: '16:00', end: '19:55' } },
    ],
  },
  'markets.etb': {
    call: (client) => client.markets.easyToBorrow(),
    path: '/markets/etb',
    answer: { securities: { security } },
    gives: [security],
  },
  'markets.search': {
    call: (client) => client.markets.search('steel', { indexes: true }),
    path: '/markets/search',
    query: { q: 'steel', indexes: 'true' },
    answer: { securities: { security: [security, { symbol: 'X' }] } },
    gives: [security, { symbol: 'X', exchange: null, type: null, description: null }],
  },
  'markets.lookup': {
    call: (client) => client.markets.lookup({ q: 'SC', exchanges: ['Q', 'N'], types: ['stock', 'etf'] }),
    path: '/markets/lookup',
    query: { q: 'SC', exchanges: 'Q,N', types: 'stock,etf' },
    answer: { securities: null },
    gives: [],
  },
} satisfies Record<string, EndpointCase>;
