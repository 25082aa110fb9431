import type { EndpointCase } from './endpoint-case.js';

const order = {
  id: 228_175,
  type: 'stop_limit',
  symbol: 'BRK/B',
  side: 'sell',
  quantity: 50.0,
  status: 'partially_filled',
  duration: 'gtc',
  price: 22.0,
  stop_price: 21.5,
  avg_fill_price: 22.01,
  exec_quantity: 20.0,
  last_fill_price: 22.0,
  last_fill_quantity: 5.0,
  remaining_quantity: 30.0,
  create_date: '2018-06-01T12:02:29.682Z',
  transaction_date: '2018-06-01T12:30:02.385Z',
  class: 'equity',
  tag: 'rsi-7',
};
const read = {
  ...order,
  id: '228175',
  option_symbol: null,
  num_legs: null,
  strategy: null,
  reason_description: null,
  create_date: Date.UTC(2018, 5, 1, 12, 2, 29, 682),
  transaction_date: Date.UTC(2018, 5, 1, 12, 30, 2, 385),
  leg: [],
};

export const ORDER_CASES = {
  'orders.list': {
    call: (client) => client.orders.list({ page: 2, limit: 5, status: ['open', 'partially_filled'] }),
    path: '/accounts/VA000001/orders',
    query: { includeTags: 'true', page: '2', limit: '5', status: 'open,partially_filled' },
    answer: { orders: { order, page: 2, total_pages: 4, total_orders: 16 } },
    gives: { rows: [read], totalPages: 4 },
  },
  'orders.one': {
    call: (client) => client.orders.one('228175'),
    path: '/accounts/VA000001/orders/228175',
    query: { includeTags: 'true' },
    answer: { order },
    gives: read,
  },
  'orders.place': {
    call: (client) => client.orders.place({ class: 'equity', symbol: 'BRK/B', side: 'buy', quantity: 10, type: 'limit', price: 301.25, duration: 'day', tag: 'rsi-7' }),
    path: '/accounts/VA000001/orders',
    form: { class: 'equity', symbol: 'BRK/B', side: 'buy', quantity: '10', type: 'limit', price: '301.25', duration: 'day', tag: 'rsi-7' },
    answer: { order: { id: 257_459, status: 'ok' } },
    gives: { id: '257459', status: 'ok', partner_id: null },
  },
  'orders.modify': {
    call: (client) => client.orders.modify('257459', { type: 'stop_limit', duration: 'gtc', price: 300, stop: 301.5 }),
    path: '/accounts/VA000001/orders/257459',
    form: { type: 'stop_limit', duration: 'gtc', price: '300', stop: '301.5' },
    answer: { order: { id: 257_459, status: 'ok', partner_id: 'c4998eb7' } },
    gives: { id: '257459', status: 'ok', partner_id: 'c4998eb7' },
  },
  'orders.cancel': {
    call: (client) => client.orders.cancel('257459'),
    path: '/accounts/VA000001/orders/257459',
    answer: { order: { id: 257_459, status: 'pending_cancel' } },
    gives: { id: '257459', status: 'pending_cancel', partner_id: null },
  },
} satisfies Record<string, EndpointCase>;
