import { RuleError } from '@sofi/domain';
import { expect } from 'chai';
import { httpTo } from '../test/connection.js';
import type { EndpointCase } from '../test/endpoint-case.js';
import { ACCOUNT_CASES } from '../test/accounts-cases.js';
import { FUNDAMENTALS_CASES } from '../test/fundamentals-cases.js';
import { MARKET_CASES } from '../test/markets-cases.js';
import { OPTION_CASES } from '../test/options-cases.js';
import { ORDER_CASES } from '../test/orders-cases.js';
import { SESSION_CASES } from '../test/sessions-cases.js';
import { WATCHLIST_CASES } from '../test/watchlists-cases.js';
import { FakeTradier } from '../test/fake-tradier.js';
import { endpointOf, ENDPOINTS, filledPath, type Endpoint, type EndpointName } from './endpoints.js';
import type { TradierHttp } from './http.js';
import { TradierClient } from './tradier-client.js';

/** a missing one does not compile */
const CASES: Readonly<Record<EndpointName, EndpointCase>> = {
  ...ACCOUNT_CASES,
  ...ORDER_CASES,
  ...MARKET_CASES,
  ...OPTION_CASES,
  ...FUNDAMENTALS_CASES,
  ...WATCHLIST_CASES,
  ...SESSION_CASES,
};
const NAMES = Object.keys(ENDPOINTS) as EndpointName[];

describe('the endpoints', () => {
  let tradier: FakeTradier;
  let http: TradierHttp;
  beforeEach(async () => (tradier = await FakeTradier.start()));
  afterEach(async () => {
    await http.close();
    await tradier.stop();
  });

  function client(mode: 'live' | 'sandbox' | 'simulated'): TradierClient {
    http = httpTo(tradier, { mode });
    return new TradierClient(http, 'VA000001');
  }

  for (const name of NAMES) {
    const { call, path, query, form, answer, gives } = CASES[name];
    const { method, version, path: pattern }: Endpoint = ENDPOINTS[name];

    it(`${name} is ${method} ${pattern}, and its answer is read`, async () => {
      const route = `${version === undefined ? '' : `/${version}`}${path}`;
      tradier.json(`${method} ${route}`, answer);
      expect(await call(client('live'))).to.deep.equal(gives);
      expect(tradier.requests.map((request) => [request.method, request.path, request.query, request.form])).to.deep.equal([[method, route, query ?? {}, form ?? {}]]);
      expect(endpointOf(method, path), 'the path leads back to the table').to.equal(ENDPOINTS[name]);
    });
  }

  it('that an environment does not offer are refused in words, and not asked for', async () => {
    const refusals: [EndpointName, 'sandbox' | 'simulated'][] = NAMES.flatMap((name) => {
      const { absentFrom }: Endpoint = ENDPOINTS[name];
      return (absentFrom ?? []).map((mode): [EndpointName, 'sandbox' | 'simulated'] => [name, mode as 'sandbox' | 'simulated']);
    });
    expect(refusals.map(([name]) => name)).to.include.members(['accounts.history', 'fundamentals.ratios']);
    for (const [name, mode] of refusals) {
      const error = await CASES[name].call(client(mode)).catch((failure: unknown) => failure);
      expect(error).to.be.instanceOf(RuleError);
      expect((error as RuleError).message).to.match(new RegExp(`^mode "${mode}" does not offer .*: Tradier has it in its live environment alone$`));
      await http.close();
    }
    expect(tradier.requests).to.deep.equal([]);
  });

  it('have the limits that Tradier publishes: trading apart from reading, prices apart from accounts', () => {
    http = httpTo(tradier);
    const rates = NAMES.map((name) => [name, ENDPOINTS[name].rate] as const);
    const of = (rate: string) => rates.filter(([, each]) => each === rate).map(([name]) => name);
    expect(of('trading')).to.deep.equal(['orders.place', 'orders.modify', 'orders.cancel']);
    for (const [name, rate] of rates) expect(rate === 'market', name).to.equal(ENDPOINTS[name].path.startsWith('/markets'));
  });

  it('of what changes something are never called reads', () => {
    http = httpTo(tradier);
    const sentAgain = NAMES.filter((name) => ENDPOINTS[name].method !== 'GET' && ENDPOINTS[name].effect === 'read');
    expect(sentAgain, 'POSTs that may be sent again').to.deep.equal(['markets.quotesByPost']);
  });

  it('take odd names as parts of a path, not as paths', () => {
    http = httpTo(tradier);
    expect(filledPath('/watchlists/{watchlist}', { watchlist: '../orders?x' })).to.equal('/watchlists/..%2Forders%3Fx');
  });
});
