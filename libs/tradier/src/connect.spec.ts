import { RuleError, UnavailableError } from '@sofi/domain';
import { expect } from 'chai';
import { inspect } from 'node:util';
import { INVALID_TOKEN, TOKEN } from '../test/connection.js';
import { FakeTradier, type Reply } from '../test/fake-tradier.js';
import { HeardFeed } from '../test/listener.js';
import { connectPatiently } from './connect-patiently.js';
import { connectTradier, type ConnectOptions } from './connect.js';
import { LIVE, SANDBOX } from './environments.js';

const one = { account_number: 'VA000001', classification: 'individual', status: 'active', type: 'margin' };
const two = { ...one, account_number: 'VA000002' };
const closed = { ...one, account_number: 'VA000003', status: 'closed' };
const profile = (account: unknown) => ({ profile: { id: 'id-gcostanza', name: 'George Costanza', account } });

describe('connecting', () => {
  let tradier: FakeTradier;
  beforeEach(async () => {
    tradier = (await FakeTradier.start()).json('GET /simulator', { market: 'generated', symbols: ['AAPL'] });
  });
  afterEach(() => tradier.stop());

  function connect(options: Partial<ConnectOptions> = {}) {
    return connectTradier({ token: TOKEN, sandbox: true, baseUrl: tradier.baseUrl, retries: { firstPauseMs: 1 }, ...options });
  }
  async function failure(options: Partial<ConnectOptions> = {}): Promise<Error> {
    const outcome = await connect(options).catch((error: unknown) => error);
    expect(outcome).to.be.instanceOf(Error);
    expect((outcome as Error).message).not.to.contain(TOKEN);
    return outcome as Error;
  }

  it('to a simulator is simulated, with its only account', async () => {
    tradier.json('GET /user/profile', profile(one));
    const connection = await connect();
    expect(connection).to.include({ mode: 'simulated', account: 'VA000001', name: 'George Costanza' });
    expect(connection.symbols, 'a made market has every symbol').to.deep.equal([]);
    expect(connection.broker).to.include({ mode: 'simulated', account: 'VA000001' });
    await connection.close();
  });

  it('to a replay knows what it consists of', async () => {
    tradier.json('GET /simulator', { market: 'replay', symbols: ['AAPL', 'BRK/B'] }).json('GET /user/profile', profile(one));
    const connection = await connect();
    expect(connection.symbols).to.deep.equal(['AAPL', 'BRK/B']);
    await connection.close();
  });

  it('does not show the token to a stranger', async () => {
    tradier.json('GET /user/profile', profile(one));
    await (await connect()).close();
    expect(tradier.requests.map((request) => request.headers.authorization)).to.deep.equal([undefined, `Bearer ${TOKEN}`]);
  });

  it('takes the account that is asked for', async () => {
    tradier.json('GET /user/profile', profile([one, two]));
    const connection = await connect({ account: 'VA000002' });
    expect(connection.account).to.equal('VA000002');
    await connection.close();
  });

  it('takes the only account that is open', async () => {
    tradier.json('GET /user/profile', profile([closed, two]));
    const connection = await connect();
    expect(connection.account).to.equal('VA000002');
    await connection.close();
  });

  const choices: [string, unknown, string | undefined, string][] = [
    ['several accounts and none named', [one, two], undefined, 'account null must name one of VA000001, VA000002'],
    ['an account that is not there', [one, two], 'VA999999', 'account "VA999999" is not among this token\'s accounts: VA000001, VA000002'],
    ['a closed account', [one, closed], 'VA000003', 'account "VA000003" is not among this token\'s accounts: VA000001'],
    ['no account', undefined, undefined, 'account null can not be chosen: this token has no open account'],
  ];
  for (const [name, accounts, account, message] of choices) {
    it(`refuses ${name}`, async () => {
      tradier.json('GET /user/profile', profile(accounts));
      const error = await failure(account === undefined ? {} : { account });
      expect(error).to.be.instanceOf(RuleError);
      expect(error.message).to.equal(message);
    });
  }

  it('refuses a bad token', async () => {
    tradier.on('GET /user/profile', { status: 401, body: INVALID_TOKEN });
    const error = await failure();
    expect(error).to.be.instanceOf(RuleError).and.to.include({ field: 'token' });
    expect(error.message).to.contain('Invalid Access Token');
  });

  it('by the environment names the variable that is wrong, and says that sandbox and live tokens differ', async () => {
    tradier.on('GET /user/profile', { status: 401, body: INVALID_TOKEN });
    const environment = { TRADIER_ACCESS_TOKEN: TOKEN, TRADIER_BASE_URL: tradier.baseUrl };
    const error: unknown = await connectPatiently(environment, () => {}).catch((failure: unknown) => failure);
    expect(error).to.be.instanceOf(RuleError).and.to.include({ field: 'TRADIER_ACCESS_TOKEN', value: '(hidden)' });
    expect((error as RuleError).rule).to.equal(
      `is not accepted by ${tradier.baseUrl}: it is wrong, revoked, or of the other environment (sandbox and live tokens differ). ` +
        'Tradier does not accept the access token (any more): Invalid Access Token',
    );
    tradier.json('GET /user/profile', profile(one));
    const stranger: unknown = await connectPatiently({ ...environment, TRADIER_ACCOUNT_ID: 'VA000009' }, () => {}).catch((failure: unknown) => failure);
    expect((stranger as Error).message).to.equal('TRADIER_ACCOUNT_ID "VA000009" is not among this token\'s accounts: VA000001');
  });

  it('gives the whole client, for the same account', async () => {
    tradier.json('GET /user/profile', profile(one)).json('GET /accounts/VA000001/positions', { positions: 'null' });
    const connection = await connect();
    expect(connection.client).to.include({ mode: 'simulated', account: 'VA000001' });
    expect(await connection.client.accounts.positions()).to.deep.equal([]);
    await connection.close();
  });

  it('shows its token in nothing that it gives, however deeply one looks', async () => {
    tradier.json('GET /user/profile', profile(one));
    const connection = await connect();
    const history = connection.history();
    const feed = connection.feed(new HeardFeed());
    for (const shown of [connection, connection.client, connection.client.forAccount('VA000002'), connection.broker, history, feed]) {
      expect(inspect(shown, { depth: Infinity, showHidden: true })).not.to.contain(TOKEN);
      expect(JSON.stringify(shown)).not.to.contain(TOKEN);
    }
    await feed.close();
    await connection.close();
  });

  it('says in words that the token was revoked meanwhile, and does not knock at full speed', async () => {
    tradier.json('GET /user/profile', profile(one)).on('GET /accounts/VA000001/positions', { status: 401, body: INVALID_TOKEN });
    const connection = await connect();
    const revoked = { state: 'unavailable', reason: 'Tradier does not accept the access token (any more): Invalid Access Token' };
    expect(await connection.broker.positions()).to.deep.equal(revoked);
    expect(await connection.broker.orders()).to.deep.equal(revoked);
    expect(await connection.history().snapshots([])).to.deep.equal({ state: 'known', value: { known: [], unknown: [] } });
    expect(await connection.history().now()).to.deep.equal(revoked);
    expect(tradier.requests.map((request) => request.path)).to.deep.equal(['/simulator', '/user/profile', '/accounts/VA000001/positions']);
    await connection.close();
  });

  it('may be tried again while nothing answers', async () => {
    tradier.on('GET /user/profile', { status: 502, body: '' });
    expect(await failure()).to.be.instanceOf(UnavailableError);
    await tradier.stop();
    expect(await failure()).to.be.instanceOf(UnavailableError);
    tradier = await FakeTradier.start();
  });

  const strangers: [string, Reply][] = [
    ['does not know the page', { status: 404, body: 'Not Found' }],
    ['lets nobody in', { status: 401, body: 'Unauthorized' }],
    ['is something else', { body: { hello: 'world' } }],
    ['is a web site', { status: 404, body: '<html>' }],
  ];
  for (const [name, reply] of strangers)
    it(`refuses an address that ${name}, in one clear sentence`, async () => {
      tradier.on('GET /simulator', reply);
      const error = await failure();
      expect(error).to.be.instanceOf(RuleError);
      expect(error.message).to.equal(`baseUrl "${tradier.baseUrl}" is neither Tradier nor a Tradier simulator (no simulator answers at /simulator)`);
      expect(tradier.requests.every((request) => request.headers.authorization === undefined)).to.equal(true);
    });

  const contradictions: [string, Partial<ConnectOptions>, string][] = [
    ['real money that is called a sandbox', { baseUrl: 'https://api.tradier.com/v1', sandbox: true }, "which is Tradier's live environment"],
    ['a sandbox that is called real money', { baseUrl: 'https://sandbox.tradier.com/v1', sandbox: false }, "which is Tradier's sandbox environment"],
    [
      'an account of the sandbox where there is real money',
      { sandbox: false, baseUrl: LIVE, account: 'VA000001' },
      'account "VA000001" is one of Tradier\'s sandbox, but this is its live',
    ],
    ['a live account in the sandbox', { baseUrl: SANDBOX, account: '6YA00001' }, 'account "6YA00001" is one of Tradier\'s live environment, but this is its sandbox'],
    ['a token in the clear', { baseUrl: 'http://api.tradier.com/v1', sandbox: false }, 'must begin with https:'],
    ['a stream that is no socket', { streamUrl: 'https://stream.tradier.com' }, 'streamUrl "https://stream.tradier.com" must be an address like wss:'],
    ['what is no address', { baseUrl: 'tradier' }, 'must be an address'],
  ];
  for (const [name, options, words] of contradictions) {
    it(`refuses ${name}`, async () => expect((await failure(options)).message).to.contain(words));
  }
});
