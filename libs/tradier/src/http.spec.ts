import { expect } from 'chai';
import { inspect } from 'node:util';
import { HTML, httpTo, TOKEN } from '../test/connection.js';
import { FakeTradier, type Reply } from '../test/fake-tradier.js';
import type { TradierHttp } from './http.js';
import { TradierError } from './tradier-error.js';

describe('requests', () => {
  let tradier: FakeTradier;
  let http: TradierHttp;
  beforeEach(async () => {
    tradier = await FakeTradier.start();
    http = httpTo(tradier);
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
    tradier.on('GET /x', { status: 429, headers: { 'X-Ratelimit-Expiry': '1369168800001' }, body: 'Quota Violation' });
    const error = await failure(http.get('/x'));
    expect(error.problem).to.equal('rate-limited');
    expect(error.detail.until).to.equal(1_369_168_800_001);
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
