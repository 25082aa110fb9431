import type { HttpOptions } from '../src/http.js';
import { TradierHttp } from '../src/http.js';
import type { FakeTradier } from './fake-tradier.js';

export const TOKEN = 'token-1f2e3d4c5b6a';

/** For specs of servers that never answer, and for no others: who is held up for as long is taken for one. */
export const IMPATIENT = { headers: 300, body: 300, whole: 400 };

export function httpTo(fake: FakeTradier, options: Partial<HttpOptions> = {}): TradierHttp {
  return new TradierHttp({ baseUrl: fake.baseUrl, token: TOKEN, retries: { firstPauseMs: 1 }, ...options });
}

export const HTML = '<!DOCTYPE html><html><head><title>Tradier API</title></head><body>Down for maintenance</body></html>';
export const INVALID_TOKEN = { fault: { faultstring: 'Invalid Access Token', detail: { errorcode: 'keymanagement.service.invalid_access_token' } } };
