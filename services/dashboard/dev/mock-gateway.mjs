import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { WebSocketServer } from 'ws';
import * as desk from './mock-desk.mjs';
import { barsOf, bookOf, knows, marketOf, quoteRow, search, trade } from './mock-market.mjs';

/** Stands in for the gateway while pages are made: `npm run dev:mock`, then `npm run dev`, or the built pages at this port. Any password signs in but `wrong`. */
const PORT = Number(process.env.PORT ?? 8080);
const DIST = join(import.meta.dirname, '../dist');
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
let watchlist = ['AAPL', 'MSFT', 'GOOGL', 'TSLA', 'NVDA'];
const placedByKey = new Map();

class Refusal extends Error {
  constructor(status, detail, errors = []) {
    super(detail);
    Object.assign(this, { status, body: { type: 'about:blank', title: 'Not acceptable', status, detail, errors } });
  }
}
const known = (map, id) => map.get(id) ?? fail(404, `There is no ${id}.`);
const fail = (status, detail, errors) => {
  throw new Refusal(status, detail, errors);
};
const row = ({ events: _events, cancel: _cancel, ...rest }) => rest;
const heartbeat = () => ({ service: 'order-router', version: '0.1.0', status: 'ok', detail: '', uptimeSeconds: 60, marketTime: Date.now(), time: Date.now() });
const feed = () => ({
  state: process.env.MOCK_FEED ?? 'live',
  reason: process.env.MOCK_FEED === 'stale' ? 'no event for 31 s' : '',
  mode: desk.account().mode,
  symbols: watchlist,
  lastEventTime: Date.now(),
  time: Date.now(),
});

const routes = [
  ['POST', /^auth\/login$/, (_, { body }) => (body.password === 'wrong' ? fail(401, 'Not signed in') : { status: 204, cookie: 'sofi=mock; Path=/; HttpOnly; SameSite=Strict' })],
  ['POST', /^auth\/logout$/, () => ({ status: 204, cookie: 'sofi=; Path=/; Max-Age=0' })],
  ['GET', /^auth\/me$/, () => ({ username: 'admin', role: 'admin', csrfToken: 'mock' })],
  [
    'GET',
    /^quotes$/,
    (_, { query }) => ({
      quotes: query.get('symbols').split(',').filter(knows).map(quoteRow),
      unknown: query
        .get('symbols')
        .split(',')
        .filter((symbol) => !knows(symbol)),
    }),
  ],
  ['GET', /^symbols$/, (_, { query }) => ({ symbols: search(query.get('q')) })],
  ['GET', /^candles\/(.+)$/, ([symbol], { query }) => ({ symbol, timeframe: query.get('timeframe'), bars: barsOf(symbol, query.get('timeframe'), Number(query.get('limit'))) })],
  ['GET', /^watchlists$/, () => ({ symbols: watchlist })],
  [
    'POST',
    /^watchlists$/,
    (_, { body }) =>
      knows(body.symbol)
        ? { symbols: (watchlist = [...new Set([body.symbol, ...watchlist])]) }
        : fail(422, `${body.symbol} is not known to the broker`, [{ field: 'symbol', message: `${body.symbol} is not known to the broker` }]),
  ],
  ['DELETE', /^watchlists\/(.+)$/, ([symbol]) => ({ symbols: (watchlist = watchlist.filter((one) => one !== symbol)) })],
  ['GET', /^strategy-types$/, () => ({ types: desk.types })],
  ['GET', /^strategies$/, () => ({ strategies: [...desk.strategies.values()] })],
  ['POST', /^strategies$/, (_, { body }) => (checked(body), { status: 201, body: desk.create(body) })],
  ['PUT', /^strategies\/([^/]+)$/, ([id], { body }) => (checked(body), desk.save(id, body, known(desk.strategies, id)))],
  ['GET', /^strategies\/([^/]+)$/, ([id]) => known(desk.strategies, id)],
  ['DELETE', /^strategies\/([^/]+)$/, ([id]) => (desk.strategies.delete(id), { status: 204 })],
  [
    'POST',
    /^strategies\/([^/]+)\/(start|resume|pause|stop|flatten)$/,
    ([id, verb]) => Object.assign(known(desk.strategies, id), { status: { start: 'running', resume: 'running', stop: 'stopped' }[verb] ?? 'paused' }),
  ],
  ['GET', /^strategies\/([^/]+)\/state$/, ([id]) => ({ symbols: desk.states(id) })],
  ['GET', /^strategies\/([^/]+)\/checklist$/, () => ({ conditions: desk.checklist() })],
  ['GET', /^strategies\/([^/]+)\/decisions$/, ([id], { query }) => ({ decisions: desk.decisions(id, query.get('symbol')) })],
  ['GET', /^strategies\/([^/]+)\/positions$/, ([id]) => ({ positions: desk.positions().filter((position) => position.book === id) })],
  ['GET', /^strategies\/([^/]+)\/trades$/, ([id]) => ({ trades: desk.trades.filter((one) => one.book === id) })],
  ['GET', /^orders$/, () => ({ orders: [...desk.orders.values()].map(row) })],
  [
    'POST',
    /^orders\/preview$/,
    (_, { body }) => ({
      gate: desk.gate(body),
      estimatedCost: body.quantity * bookOf(body.symbol).ask,
      commission: 0,
      marginChange: (body.quantity * bookOf(body.symbol).ask) / 2,
      brokerSays: 'ok',
    }),
  ],
  [
    'POST',
    /^orders$/,
    (_, { body, headers }) => {
      const key = headers['idempotency-key'];
      if (!placedByKey.has(key))
        placedByKey.set(
          key,
          desk.place(body, 'person:admin', (event) => send('orders', 'order.event', event)),
        );
      const { orderId, status, reason } = placedByKey.get(key);
      return { status: 202, body: { orderId, status, reason } };
    },
  ],
  ['GET', /^orders\/(.+)$/, ([id]) => known(desk.orders, id)],
  ['DELETE', /^orders\/(.+)$/, ([id]) => (known(desk.orders, id).cancel(), { orderId: id, status: 'cancelling', reason: '' })],
  ['GET', /^positions$/, () => ({ positions: desk.positions() })],
  ['GET', /^trades$/, () => ({ trades: desk.trades })],
  ['GET', /^accounts$/, () => ({ accounts: [{ account: desk.ACCOUNT, mode: desk.account().mode }] })],
  ['GET', /^accounts\/[^/]+\/balances$/, () => desk.account()],
  ['GET', /^accounts\/[^/]+\/reconciliation$/, () => ({ equal: true, ...desk.account().reconciliation })],
  ['GET', /^system\/health$/, () => ({ status: 'ok', services: [], feed: { state: feed().state, ageMs: 300 }, mode: desk.account().mode })],
];

function checked({ parameters: { oversold, overbought } }) {
  if (oversold >= overbought) fail(422, 'parameters.oversold: must be below overbought', [{ field: 'parameters.oversold', message: 'must be below overbought' }]);
}

async function answer(request, url) {
  const path = url.pathname.slice('/api/v1/'.length);
  if (!request.headers.cookie?.includes('sofi=mock') && path !== 'auth/login') fail(401, 'Not signed in');
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const context = { query: url.searchParams, headers: request.headers, body: chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : undefined };
  for (const [method, pattern, handle] of routes) {
    const found = method === request.method && pattern.exec(path);
    if (found) return handle(found.slice(1).map(decodeURIComponent), context);
  }
  return fail(404, `${request.method} ${path} is not known`);
}

const server = createServer((request, response) => void serve(request, response));

async function serve(request, response) {
  const url = new URL(request.url, 'http://mock');
  if (!url.pathname.startsWith('/api/')) return page(url.pathname, response);
  try {
    const said = await answer(request, url);
    const { status, cookie, body } = typeof said.status === 'number' ? said : { status: 200, body: said };
    response.writeHead(status, { 'content-type': 'application/json', ...(cookie ? { 'set-cookie': cookie } : {}) }).end(body === undefined ? undefined : JSON.stringify(body));
  } catch (error) {
    const { status = 500, body = { detail: String(error.stack) } } = error;
    response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(body));
  }
}

async function page(path, response) {
  const file = extname(path) === '' ? '/index.html' : path;
  const bytes = await readFile(join(DIST, file)).catch(() => undefined);
  response.writeHead(bytes ? 200 : 404, { 'content-type': TYPES[extname(file)] ?? 'text/plain' }).end(bytes);
}

const clients = new Map();
new WebSocketServer({ server, path: '/ws' }).on('connection', (client) => {
  const wanted = new Set();
  clients.set(client, wanted);
  client.on('close', () => clients.delete(client));
  client.on('message', (text) => {
    const { op, channels } = JSON.parse(text);
    for (const channel of channels) {
      if (op === 'unsubscribe') wanted.delete(channel);
      else if (wanted.add(channel)) client.send(JSON.stringify({ channel, snapshot: true, data: snapshot(channel) }));
    }
  });
});
const snapshot = (channel) => (channel === 'system' ? [feed(), heartbeat()] : channel === 'account' ? [desk.account()] : []);

function send(channel, subject, data) {
  const text = JSON.stringify({ channel, subject, data });
  for (const [client, wanted] of clients) if (wanted.has(channel)) client.send(text);
}

function move(symbol) {
  const { tick, closed } = trade(symbol);
  send(`quote:${symbol}`, `md.trade.${symbol}`, tick);
  send(`quote:${symbol}`, `md.quote.${symbol}`, { kind: 'quote', symbol, ...bookOf(symbol), exchangeTime: tick.exchangeTime, receivedTime: tick.receivedTime });
  const bar = ({ time, ...rest }) => ({ symbol, timeframe: '1m', start: time, end: time + 60_000, ...rest });
  if (closed) send(`candle:1m:${symbol}`, `candle.closed.1m.${symbol}`, bar(closed));
  send(`candle:1m:${symbol}`, `candle.forming.1m.${symbol}`, bar(marketOf(symbol).forming));
}
if (process.env.MOCK_FEED !== 'stale') setInterval(() => watchlist.forEach(move), 250);
setInterval(() => {
  send('system', 'system.heartbeat.order-router', heartbeat());
  send('system', 'md.status', feed());
  send('account', `account.${desk.ACCOUNT}`, desk.account());
}, 1_000);
let minutes = 0;
setInterval(() => send('decision:1', 'decision.1.AAPL', desk.decision('1', 'AAPL', minutes++, Date.now())), 10_000);
server.listen(PORT, '127.0.0.1', () => console.log(`Mock gateway: http://127.0.0.1:${PORT}`));
