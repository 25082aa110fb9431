import { InvariantError } from '@sofi/domain';
import { expect } from 'chai';
import { inspect } from 'node:util';
import { ClosingServer } from '../test/closing-server.js';
import { HTML, httpTo, IMPATIENT, INVALID_TOKEN, TOKEN } from '../test/connection.js';
import { FakeTradier, type Reply } from '../test/fake-tradier.js';
import { TradierHttp } from './http.js';
import { TradierError } from './tradier-error.js';

describe('requests', () => {
  let tradier: FakeTradier;
  let http: TradierHttp;
  beforeEach(async () => {
    tradier = await FakeTradier.start();
    http = httpTo(tradier, { timeouts: IMPATIENT });
  });
  afterEach(async () => {
    await http.close();
    await tradier.stop();
  });

  async function failure(request: Promise<unknown>): Promise<TradierError> {
    const outcome = await request.catch((error: unknown) => error);
    expect(outcome).to.be.instanceOf(TradierError);
    return outcome as TradierError;
  }

  it('ask for JSON, with the token in the header and never in the address', async () => {
    tradier.json('GET /markets/quotes', { quotes: {} });
    await http.get('/markets/quotes', { symbols: 'AAPL,BRK/B' });
    const [request] = tradier.requests;
    expect(request?.headers.accept).to.equal('application/json');
    expect(request?.headers.authorization).to.equal(`Bearer ${TOKEN}`);
    expect(request?.query).to.deep.equal({ symbols: 'AAPL,BRK/B' });
  });

  it('send a form', async () => {
    tradier.json('POST /orders', { order: { id: 1 } });
    await http.send('POST', '/orders', { symbol: 'BRK/B', quantity: 10 });
    expect(tradier.requests[0]?.headers['content-type']).to.equal('application/x-www-form-urlencoded');
    expect(tradier.requests[0]?.form).to.deep.equal({ symbol: 'BRK/B', quantity: '10' });
  });

  it('without content still say how long it is: a session is opened by an empty POST', async () => {
    await http.send('POST', '/markets/events/session');
    expect(tradier.requests[0]?.headers['content-length']).to.equal('0');
  });

  const passing: [string, Reply][] = [
    ['a 502', { status: 502, body: 'Bad Gateway' }],
    ['a 404', { status: 404, body: 'Not Found' }],
    ['a web page', { body: HTML }],
    ['a reset connection', 'reset'],
    ['silence', 'silence'],
    ['an answer that breaks off', 'truncated'],
    ['half a JSON', { body: '{"order":{"id":2574' }],
    ['passing trouble', { status: 500, body: { fault: { faultstring: 'Datastore Error', detail: { errorcode: 'steps.servicecallout.ExecutionFailed' } } } }],
  ];
  for (const [name, reply] of passing) {
    it(`reads survive ${name}`, async () => {
      tradier.on('GET /x', reply, { body: { fine: true } });
      expect(await http.get('/x')).to.deep.equal({ fine: true });
      expect(tradier.of('GET /x')).to.have.length(2);
    });
    for (const method of ['POST', 'PUT', 'DELETE'] as const) {
      it(`${method} is sent once, with ${name} as the answer`, async () => {
        tradier.on(`${method} /x`, reply, { body: { fine: true } });
        expect((await failure(http.send(method, '/x'))).problem).to.equal('unavailable');
        expect(tradier.of(`${method} /x`)).to.have.length(1);
      });
    }
  }

  it('give up a read after three attempts', async () => {
    tradier.on('GET /x', { status: 502, body: '' });
    expect((await failure(http.get('/x'))).problem).to.equal('unavailable');
    expect(tradier.of('GET /x')).to.have.length(3);
  });

  it('ask once where asking again changes nothing', async () => {
    tradier.on('GET /x', { status: 400, body: 'Invalid parameter, symbol: is not valid' });
    await failure(http.get('/x'));
    expect(tradier.of('GET /x')).to.have.length(1);
  });

  it('pass on when the rate limit ends', async () => {
    tradier.on('GET /x', { status: 429, headers: { 'X-Ratelimit-Allowed': '60', 'X-Ratelimit-Used': '60', 'X-Ratelimit-Expiry': '1369168800001' }, body: 'Quota Violation' });
    const error = await failure(http.get('/x'));
    expect(error.problem).to.equal('rate-limited');
    expect(error.detail.until).to.equal(1_369_168_800_001);
  });

  for (const how of ['end', 'reset'] as const)
    for (const method of ['GET', 'POST', 'PUT', 'DELETE'] as const)
      it(`over a kept-alive connection that Tradier closes (${how}): ${method} is sent ${method === 'GET' ? 'again' : 'once'}`, async () => {
        const server = new ClosingServer(how);
        const kept = new TradierHttp({ baseUrl: await server.start(), token: TOKEN, retries: { firstPauseMs: 1 } });
        try {
          const outcomes = [];
          // there are four connections for these: one of five requests meets a used one
          for (let time = 0; time < 5; time += 1) outcomes.push(await (method === 'GET' ? kept.get('/x') : kept.send(method, '/x')).catch((error: unknown) => error));
          const failures = outcomes.filter((outcome) => outcome instanceof TradierError);
          if (method === 'GET') {
            expect(failures).to.deep.equal([]);
            expect(server.requests.length, 'sent').to.be.greaterThan(5);
          } else {
            expect(failures.map(({ problem }) => problem)).to.include('unavailable');
            expect(server.requests, 'each arrived once').to.deep.equal(outcomes.map(() => method));
          }
        } finally {
          await kept.close();
          await server.stop();
        }
      });

  it('by POST are reads only where the table of endpoints says so', async () => {
    tradier.on('POST /markets/quotes', { status: 502, body: '' }, { body: { quotes: {} } });
    expect(await http.read('POST', '/markets/quotes', { symbols: 'AAPL' })).to.deep.equal({ quotes: {} });
    expect(tradier.of('POST /markets/quotes')).to.have.length(2);
    const outcome: unknown = await http.read('POST', '/accounts/VA000001/orders').catch((error: unknown) => error);
    expect(outcome).to.be.instanceOf(InvariantError);
    expect(tradier.of('POST /accounts/VA000001/orders')).to.have.length(0);
  });

  it('can be given up by whoever reads, with the reason as the error', async () => {
    tradier.on('GET /x', 'silence');
    const given = new AbortController();
    const reading = http.get('/x', {}, { signal: given.signal }).catch((error: unknown) => error);
    await tradier.received(1);
    given.abort('no longer needed');
    expect(await reading).to.equal('no longer needed');
    expect(tradier.requests).to.have.length(1);
  });

  it('that were sent can not be given up where they change something: the outcome has to be heard', async () => {
    tradier.json('POST /x', { order: { id: 1 } });
    const given = new AbortController();
    const sending = http.send('POST', '/x', {}, { signal: given.signal });
    given.abort();
    expect(await sending).to.deep.equal({ order: { id: 1 } });
  });

  it('for orders go through while all connections for quotes hang', async () => {
    tradier.on('GET /markets/quotes', 'silence').json('POST /accounts/VA000001/orders', { order: { id: 1, status: 'ok' } });
    const hanging = Array.from({ length: 20 }, () => failure(http.get('/markets/quotes')));
    await tradier.received(8);
    expect(await http.send('POST', '/accounts/VA000001/orders')).to.deep.equal({ order: { id: 1, status: 'ok' } });
    await http.close();
    await Promise.all(hanging);
  });

  describe('keep to the limits', () => {
    const START = 1_705_072_200_000;
    const CLOCK = '/markets/clock';
    /** time passes as soon as somebody waits for it */
    let now: number;
    let limited: TradierHttp;
    beforeEach(() => {
      now = START;
      limited = httpTo(tradier, {
        mode: 'live',
        clock: { now: () => now },
        after: (ms, action) => {
          const timer = setImmediate(() => {
            now += ms;
            action();
          });
          return () => clearImmediate(timer);
        },
      });
    });
    afterEach(() => limited.close());

    const quota = (until: number): Reply => ({ status: 429, body: `Quota Violation: too many requests until ${until}` });

    it('which the headers tell', async () => {
      const headers = { 'X-Ratelimit-Allowed': '500', 'X-Ratelimit-Used': '41', 'X-Ratelimit-Available': '459', 'X-Ratelimit-Expiry': `${START + 30_000}` };
      tradier.on(`GET ${CLOCK}`, { headers, body: {} });
      await limited.get(CLOCK);
      expect(limited.budget()).to.deep.equal({
        standard: { allowed: 120, used: 0, available: 120, resetsAt: 0 },
        market: { allowed: 500, used: 41, available: 459, resetsAt: START + 30_000 },
        trading: { allowed: 60, used: 0, available: 60, resetsAt: 0 },
      });
    });

    it('and wait for the next minute when one is used up', async () => {
      tradier.json(`GET ${CLOCK}`, {});
      const sent = Array.from({ length: 150 }, () => limited.get(CLOCK, {}, { patienceMs: 60_000 }));
      await Promise.all(sent);
      // nine tenths of 120 in the first minute
      expect(now).to.equal(START + 60_000);
      expect(tradier.requests).to.have.length(150);
    });

    it('reads try again after a 429, when it is over', async () => {
      tradier.on(`GET ${CLOCK}`, quota(START + 5_000), { body: { fine: true } });
      expect(await limited.get(CLOCK)).to.deep.equal({ fine: true });
      expect(now).to.be.at.least(START + 5_000);
      expect(tradier.requests).to.have.length(2);
    });

    it('reads that can not wait so long fail, with when it is over', async () => {
      tradier.on(`GET ${CLOCK}`, quota(START + 50_000), { body: { fine: true } });
      const { problem, detail } = await failure(limited.get(CLOCK, {}, { patienceMs: 10_000 }));
      expect([problem, detail.until]).to.deep.equal(['rate-limited', START + 50_000]);
      expect(tradier.requests).to.have.length(1);
    });

    it('an order that meets a 429 is not sent again, and the next is not sent at all', async () => {
      const orders = '/accounts/VA000001/orders';
      tradier.on(`POST ${orders}`, quota(START + 50_000), { body: { order: { id: 1 } } });
      expect((await failure(limited.send('POST', orders))).detail).to.deep.equal({ status: 429, until: START + 50_000 });
      const next = await failure(limited.send('POST', orders));
      expect([next.problem, next.detail]).to.deep.equal(['rate-limited', { until: START + 50_000 }]);
      expect(tradier.requests).to.have.length(1);
    });

    it('a token that is refused is not asked with again at full speed; what changes something is', async () => {
      tradier.on(`GET ${CLOCK}`, { status: 401, body: INVALID_TOKEN }).on('DELETE /x', { status: 401, body: INVALID_TOKEN });
      for (let time = 0; time < 5; time += 1) expect((await failure(limited.get(CLOCK))).problem).to.equal('unauthorised');
      expect(tradier.requests).to.have.length(1);
      await failure(limited.send('DELETE', '/x'));
      expect(tradier.requests).to.have.length(2);
      now += 5_000;
      await failure(limited.get(CLOCK));
      expect(tradier.requests).to.have.length(3);
    });
  });

  it('say in words that nobody is there', async () => {
    await tradier.stop();
    const error = await failure(http.get('/x'));
    expect(error.problem).to.equal('unavailable');
    expect(error.message).to.contain('ECONNREFUSED');
    tradier = await FakeTradier.start();
  });

  it('never show the token: not in an error that quotes it, not when the client is printed', async () => {
    tradier.on('GET /x', { status: 400, body: `Invalid parameter, token: ${TOKEN} is odd` });
    const error = await failure(http.get('/x'));
    expect(error.message).to.equal('Invalid parameter, token: (token) is odd');
    expect(inspect(error, { depth: 9 })).not.to.contain(TOKEN);
    expect(inspect(http, { depth: 9, showHidden: true })).not.to.contain(TOKEN);
  });
});
