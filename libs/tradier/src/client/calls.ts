import { RuleError } from '@sofi/domain';
import { ENDPOINTS, filledPath, type Endpoint, type EndpointName, type PathOf } from '../endpoints.js';
import type { Parameters } from '../connections.js';
import type { CallOptions, TradierHttp } from '../http.js';

/** Parameters as a caller has them: what is undefined is not sent, lists are joined by commas. */
export type Given = Readonly<Record<string, string | number | boolean | readonly (string | number)[] | undefined>>;

/** Calls endpoints of the table: the path and the way of sending follow from it. */
export class Calls {
  constructor(readonly http: TradierHttp) {}

  /** The answer's content. Throws TradierErrors, and a RuleError where this environment does not offer the endpoint. */
  async call<N extends EndpointName>(name: N, path: PathOf<N>, given: Given = {}, options?: CallOptions): Promise<unknown> {
    const endpoint: Endpoint = ENDPOINTS[name];
    const { mode } = this.http;
    if (endpoint.absentFrom?.includes(mode)) throw new RuleError('mode', mode, `does not offer ${endpoint.path}: Tradier has it in its live environment alone`);
    const target = filledPath(endpoint.path, path);
    if (endpoint.effect === 'read') return this.http.read(endpoint.method, target, sent(given), options);
    return this.http.send(endpoint.method, target, sent(given), options);
  }
}

function sent(given: Given): Parameters {
  const present = Object.entries(given).flatMap(([key, value]) => (value === undefined ? [] : [[key, typeof value === 'object' ? value.join(',') : value] as const]));
  return Object.fromEntries(present);
}
