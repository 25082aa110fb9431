import { expect } from 'chai';
import type { RunningSimulator } from './simulator.js';
import { Client, closeAll, started } from './testing.js';

const ACCOUNT = '/v1/accounts/VA00000001';
const QUARTER = 15 * 60_000;

describe('The sandbox', () => {
  let simulator: RunningSimulator;
  let client: Client;
  beforeEach(async () => {
    simulator = await started(['--sandbox', '--rate-limit', 'tradier']);
    client = new Client(simulator.url);
  });
  afterEach(closeAll);

  it('tells prices that are fifteen minutes old', async () => {
    await client.control({ action: 'pause' });
    const { time } = (await client.get('/v1/simulator')) as { time: string };
    const { quotes } = (await client.get('/v1/markets/quotes?symbols=AAPL')) as { quotes: { quote: { trade_date: number } } };
    const old = Date.parse(time) - quotes.quote.trade_date;
    // the newest trade at that instant, of a share that trades several times a minute
    expect(old).to.be.within(QUARTER, QUARTER + 60_000);
  });

  it('knows the account by the number of a paper account alone', async () => {
    expect(await client.get('/v1/user/profile')).to.have.nested.property('profile.account.account_number', 'VA00000001');
    expect(await client.get(`${ACCOUNT}/balances`)).to.have.nested.property('balances.account_number', 'VA00000001');
    expect(await client.text('GET', '/v1/accounts/SIM0000001/balances')).to.have.property('0', 401);
    expect(await client.text('GET', `${ACCOUNT}/orders/1`)).to.deep.equal([401, 'Unauthorized Account: VA00000001']);
  });

  it('has orders and their events, but no market stream, no history of the account and no fundamentals', async () => {
    const events = await client.follow();
    await client.session('accounts');
    await client.post(`${ACCOUNT}/orders`, { class: 'equity', symbol: 'AAPL', side: 'buy', quantity: 1, type: 'limit', price: 1, duration: 'day' });
    expect(await events.next(({ event }) => event === 'order')).to.include({ account: 'VA00000001' });
    const market = await client.listen({ symbols: ['AAPL'] });
    await market.untilClosed();
    expect(market.heard).to.deep.equal([{ error: 'session not found' }]);
    expect((await client.request('GET', `${ACCOUNT}/history`)).status).to.equal(404);
    expect((await client.request('GET', '/beta/markets/fundamentals/company?symbols=AAPL')).status).to.equal(404);
  });

  it('grants sixty calls a minute of each class, the production 120 and sixty orders', async () => {
    const allowed = async (asking: Client, account: string) => {
      const answers = [await asking.request('GET', '/v1/user/profile'), await asking.request('GET', '/v1/markets/clock'), await asking.request('POST', `${account}/orders`, {})];
      return answers.map(({ headers }) => headers.get('x-ratelimit-allowed'));
    };
    expect(await allowed(client, ACCOUNT)).to.deep.equal(['60', '60', '60']);
    const production = await started(['--rate-limit', 'tradier']);
    expect(await allowed(new Client(production.url), '/v1/accounts/SIM0000001')).to.deep.equal(['120', '120', '60']);
  });
});
