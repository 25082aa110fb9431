import { expect } from 'chai';
import { WebSocket } from 'ws';
import { ApiClient } from './api-client.js';
import { RunningStack } from './running-stack.js';

interface Told {
  readonly status: number;
  readonly detail: string;
  readonly errors: readonly { readonly field: string; readonly message: string; readonly value?: unknown }[];
}

interface Case {
  readonly name: string;
  readonly path: string;
  readonly body: unknown;
  readonly status?: number;
  /** the field at fault, the rule that the answer must state, and the value that it must repeat */
  readonly field: string;
  readonly rule: RegExp;
  readonly value?: unknown;
}

const ticket = { symbol: 'AAPL', side: 'buy', quantity: 10, type: 'market' };
const draft = { name: 'Bad', type: 'rsi-mean-reversion', symbols: ['AAPL'], timeframe: '1m', parameters: {}, risk: {} };
const order = (change: object) => ({ path: '/orders', body: { ...ticket, ...change } });
const strategy = (change: object) => ({ path: '/strategies', body: { ...draft, ...change } });

const CASES: readonly Case[] = [
  { name: 'an order for a symbol that does not exist', ...order({ symbol: 'ZZZZQ' }), field: 'symbol', rule: /is not known to the broker/, value: 'ZZZZQ' },
  {
    name: 'a strategy on a symbol that does not exist',
    ...strategy({ symbols: ['AAPL', 'ZZZZQ'] }),
    field: 'symbols',
    rule: /is not known to the broker/,
    value: 'ZZZZQ',
  },
  {
    name: 'a watchlist with a symbol that does not exist',
    path: '/watchlists',
    body: { symbol: 'ZZZZQ' },
    field: 'symbol',
    rule: /is not known to the broker/,
    value: 'ZZZZQ',
  },
  { name: 'a negative quantity', ...order({ quantity: -5 }), field: 'quantity', rule: /at least 1/, value: -5 },
  { name: 'half a share', ...order({ quantity: 0.5 }), field: 'quantity', rule: /whole/, value: 0.5 },
  { name: 'text for a quantity', ...order({ quantity: 'ten' }), field: 'quantity', rule: /must be a number/, value: 'ten' },
  { name: 'a limit order without a price', ...order({ type: 'limit' }), field: 'limitPrice', rule: /is needed for a limit order/ },
  { name: 'a limit price of zero', ...order({ type: 'limit', limitPrice: 0 }), field: 'limitPrice', rule: /above 0/ },
  { name: 'a preview of a negative quantity', path: '/orders/preview', body: { ...ticket, quantity: -5 }, field: 'quantity', rule: /at least 1/, value: -5 },
  { name: 'an RSI period of -5', ...strategy({ parameters: { period: -5 } }), field: 'parameters.period', rule: /must be at least 2/, value: -5 },
  { name: 'text for an RSI period', ...strategy({ parameters: { period: 'many' } }), field: 'parameters.period', rule: /must be a number/, value: 'many' },
  {
    name: 'oversold above overbought',
    ...strategy({ parameters: { oversold: 80, overbought: 20 } }),
    field: 'parameters.oversold',
    rule: /80 must be below overbought 20/,
    value: 80,
  },
  { name: 'the timeframe "banana"', ...strategy({ timeframe: 'banana' }), field: 'timeframe', rule: /must be one of 1m, 5m, .*1d/, value: 'banana' },
  { name: 'a strategy type that does not exist', ...strategy({ type: 'astrology' }), field: 'type', rule: /rsi-mean-reversion/, value: 'astrology' },
  { name: 'a stop loss below zero', ...strategy({ risk: { stopLossPct: -1 } }), field: 'risk.stopLossPct', rule: /must be above 0/, value: -1 },
];

describe('what the running stack answers to bad input', function () {
  this.timeout(180_000);
  let stack: RunningStack;
  let api: ApiClient;

  before(async () => {
    stack = await RunningStack.start();
    api = await ApiClient.signIn(stack.url);
    // nothing may trade meanwhile: what is compared before and after must stand still by itself
    const { strategies } = (await api.get<{ strategies: { id: string }[] }>('/strategies')).body;
    for (const { id } of strategies) await api.post(`/strategies/${id}/stop`);
  });
  after(() => stack?.dispose());

  describe('each refusal names the field and the rule, and nothing has changed', () => {
    for (const { name, path, body, field, rule, value } of CASES) {
      it(name, async () => {
        const before = await kept(api);
        const answer = await api.post<Told>(path, body, { 'idempotency-key': `bad-${name.replaceAll(/\W/g, '-')}` });
        expect(answer.status).to.equal(422);
        const at = answer.body.errors.find((error) => error.field === field);
        expect(at, JSON.stringify(answer.body)).to.not.equal(undefined);
        expect(at?.message).to.match(rule);
        expect(answer.body.detail).to.contain(field).and.to.match(rule);
        if (value !== undefined) expect(at?.value).to.equal(value);
        expect(await kept(api)).to.deep.equal(before);
      });
    }

    it('a body of a megabyte', async () => {
      const before = await kept(api);
      const answer = await api.post<Told>('/strategies', { ...draft, name: 'x'.repeat(1 << 20) });
      expect(answer.status).to.equal(413);
      expect(answer.body.detail).to.match(/too large/i);
      expect(await kept(api)).to.deep.equal(before);
    });

    it('a body that is no JSON', async () => {
      const before = await kept(api);
      const answer = await fetch(`${stack.url}/api/v1/orders`, { method: 'POST', headers: { ...api.identity, 'content-type': 'application/json' }, body: '{"symbol":' });
      expect(answer.status).to.equal(400);
      expect(await answer.json()).to.include({ status: 400 });
      expect(await kept(api)).to.deep.equal(before);
    });

    it('an order that is sent twice with one key is placed once', async () => {
      const far = { ...ticket, type: 'limit', limitPrice: 1 };
      const [one, two] = await Promise.all([1, 2].map(() => api.post<{ orderId: string }>('/orders', far, { 'idempotency-key': 'once' })));
      expect(one?.body.orderId).to.equal(two?.body.orderId);
      expect((await kept(api)).orders).to.deep.equal([one?.body.orderId]);
    });
  });

  describe('without a login', () => {
    it('every route of the published description answers 401', async () => {
      const description = await fetch(`${stack.url}/api/docs`, { headers: api.identity });
      const { paths } = (await description.json()) as { paths: Record<string, Record<string, unknown>> };
      const routes = Object.entries(paths).flatMap(([path, verbs]) => Object.keys(verbs).map((verb) => ({ verb: verb.toUpperCase(), path: path.replaceAll(/\{\w+\}/g, 'x') })));
      const locked = routes.filter(({ path }) => !path.endsWith('/auth/login'));
      expect(locked.length).to.be.greaterThan(40);
      const answers = await Promise.all(locked.map(async (route) => ({ ...route, status: (await fetch(`${stack.url}${route.path}`, { method: route.verb })).status })));
      expect(answers.filter(({ status }) => status !== 401)).to.deep.equal([]);
    });

    it('the description itself answers 401', async () => {
      expect((await fetch(`${stack.url}/api/docs`)).status).to.equal(401);
    });

    it('a wrong password answers 401 and opens no session', async () => {
      const answer = await fetch(`${stack.url}/api/v1/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username: 'admin', password: 'not-the-password' }),
      });
      expect(answer.status).to.equal(401);
      expect(answer.headers.getSetCookie()).to.deep.equal([]);
    });

    it('the socket answers 401', async () => {
      expect(await refusalOf(stack.url, {})).to.equal(401);
    });

    it('the socket answers 403 to a page of another address, login or not', async () => {
      expect(await refusalOf(stack.url, { ...api.identity, origin: 'http://elsewhere.example' })).to.equal(403);
    });
  });
});

/** What bad input must leave as it is. */
async function kept(api: ApiClient) {
  const orders = await api.get<{ orders: { orderId: string }[] }>('/orders');
  const strategies = await api.get<{ strategies: unknown[] }>('/strategies');
  const watchlist = await api.get<{ symbols: string[] }>('/watchlists');
  return { orders: orders.body.orders.map((one) => one.orderId), strategies: strategies.body.strategies, symbols: watchlist.body.symbols };
}

/** The status with which the socket's upgrade is refused. */
function refusalOf(url: string, headers: Record<string, string>): Promise<number | undefined> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { headers });
  return new Promise((resolve, reject) => {
    socket.once('open', () => {
      socket.terminate();
      reject(new Error('the socket opened'));
    });
    socket.once('unexpected-response', (_request, answer) => {
      answer.resume();
      socket.terminate();
      resolve(answer.statusCode);
    });
    socket.once('error', reject);
  });
}
