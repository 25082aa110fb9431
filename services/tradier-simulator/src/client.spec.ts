import { expect } from 'chai';
import { ENDPOINTS, TradierClient, TradierHttp, type Endpoint, type EndpointName } from '@sofi/tradier';
import { ACCOUNT_CHECKS } from '../test/account-checks.js';
import type { EndpointCheck } from '../test/endpoint-check.js';
import { FUNDAMENTALS_CHECKS } from '../test/fundamentals-checks.js';
import { MARKET_CHECKS } from '../test/market-checks.js';
import { ORDER_CHECKS } from '../test/order-checks.js';
import { WATCHLIST_CHECKS } from '../test/watchlist-checks.js';
import { ACCOUNT } from './account/brokerage.js';
import { closeAll, started } from './testing.js';

/** Notes what was asked for. */
class NotingHttp extends TradierHttp {
  asked: string[] = [];

  override async read(...call: Parameters<TradierHttp['read']>): Promise<unknown> {
    this.asked.push(`${call[0]} ${call[1]}`);
    return super.read(...call);
  }

  override async send(...call: Parameters<TradierHttp['send']>): Promise<unknown> {
    this.asked.push(`${call[0]} ${call[1]}`);
    return super.send(...call);
  }
}

/** a missing one does not compile */
const CHECKS: Readonly<Record<EndpointName, EndpointCheck>> = { ...ACCOUNT_CHECKS, ...ORDER_CHECKS, ...MARKET_CHECKS, ...FUNDAMENTALS_CHECKS, ...WATCHLIST_CHECKS };

describe('Tradier’s client finds in the simulator what Tradier offers:', () => {
  let http: NotingHttp;
  let client: TradierClient;
  before(async () => {
    const { url } = await started([]);
    http = new NotingHttp({ baseUrl: `${url}/v1`, token: 'simulated' });
    client = new TradierClient(http, ACCOUNT);
  });
  after(async () => {
    await http.close();
    await closeAll();
  });

  for (const name of Object.keys(ENDPOINTS) as EndpointName[]) {
    const { method, path }: Endpoint = ENDPOINTS[name];
    it(`${name}, ${method} ${path}`, async () => {
      http.asked = [];
      await CHECKS[name](client);
      expect(
        http.asked.some((asked) => new RegExp(`^${method} ${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(asked)),
        'it was asked for',
      ).to.equal(true);
    });
  }
});
