import { Pool } from 'undici';
import type { Method, RateClass } from './endpoints.js';
import type { RateHeaders } from './rate-budget.js';
import { TradierError, type Answer } from './tradier-error.js';

/** In ms: until connected, until the answer begins, between two pieces of it, and for all together. */
export interface Timeouts {
  readonly connect: number;
  readonly headers: number;
  readonly body: number;
  readonly whole: number;
}
const TIMEOUTS: Timeouts = { connect: 5_000, headers: 10_000, body: 10_000, whole: 20_000 };

const LARGEST_ANSWER = 64 * 1024 * 1024;
/** Each class has its own: quotes that hang never stand in the way of an order. */
const CONNECTIONS: Readonly<Record<RateClass, number>> = { standard: 4, market: 8, trading: 4 };

export type Parameters = Readonly<Record<string, string | number | boolean>>;

export interface Exchange {
  readonly method: Method;
  /** below the version */
  readonly path: string;
  readonly parameters: Parameters;
  readonly pool: RateClass;
  /** in the place of the address's own: `beta` */
  readonly version?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Kept-alive connections to one address, and the token, which travels in a header alone: it is in no address, and is taken out of
 * whatever comes back. Each request is put on a connection once.
 */
export class Connections {
  readonly #token: string;
  readonly #prefix: string;
  readonly #timeouts: Timeouts;
  readonly #pools: Readonly<Record<RateClass, Pool>>;

  constructor(baseUrl: string, token: string, timeouts: Partial<Timeouts> = {}) {
    const base = new URL(baseUrl);
    this.#token = token;
    this.#prefix = base.pathname.replace(/\/$/, '');
    this.#timeouts = { ...TIMEOUTS, ...timeouts };
    this.#pools = { standard: this.#pool(base.origin, 'standard'), market: this.#pool(base.origin, 'market'), trading: this.#pool(base.origin, 'trading') };
  }

  /** Any answer, good or bad. Throws an `unavailable` TradierError where there is none. */
  async exchange({ method, path, parameters, pool, version, signal }: Exchange): Promise<Answer> {
    const encoded = encode(parameters);
    const inBody = method === 'POST' || method === 'PUT';
    const prefix = version === undefined ? this.#prefix : this.#prefix.replace(/v1$/, version);
    const timeout = AbortSignal.timeout(this.#timeouts.whole);
    try {
      const { statusCode, headers, body } = await this.#pools[pool].request({
        method,
        path: `${prefix}${path}${!inBody && encoded !== '' ? `?${encoded}` : ''}`,
        headers: {
          ...(this.#token === '' ? {} : { authorization: `Bearer ${this.#token}` }),
          // without it Tradier answers in XML
          accept: 'application/json',
          ...(inBody ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
        },
        ...(inBody ? { body: encoded } : {}),
        signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
      });
      const rate = rateIn(headers);
      return { status: statusCode, text: this.#withoutToken(await body.text()), ...(rate === undefined ? {} : { rate }) };
    } catch (error) {
      throw new TradierError('unavailable', `no answer from Tradier: ${this.#withoutToken(describe(error))}`);
    }
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.#pools).map((pool) => pool.destroy()));
  }

  #withoutToken(text: string): string {
    return this.#token === '' ? text : text.replaceAll(this.#token, '(token)');
  }

  #pool(origin: string, of: RateClass): Pool {
    return new Pool(origin, {
      connections: CONNECTIONS[of],
      pipelining: 1,
      connect: { timeout: this.#timeouts.connect },
      headersTimeout: this.#timeouts.headers,
      bodyTimeout: this.#timeouts.body,
      maxResponseSize: LARGEST_ANSWER,
    });
  }
}

function rateIn(headers: Readonly<Record<string, string | string[] | undefined>>): RateHeaders | undefined {
  const allowed = Number(headers['x-ratelimit-allowed']);
  const used = Number(headers['x-ratelimit-used']);
  const expiry = Number(headers['x-ratelimit-expiry']);
  return allowed > 0 && used >= 0 && expiry > 0 ? { allowed, used, expiry } : undefined;
}

function encode(parameters: Parameters): string {
  const form = new URLSearchParams();
  for (const [key, value] of Object.entries(parameters)) form.set(key, String(value));
  return form.toString();
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'the connection failed';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return error.message === '' ? code : `${error.message} (${code})`;
}
