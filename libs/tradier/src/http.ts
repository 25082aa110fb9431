import { Pool } from 'undici';
import { contentOf, TradierError, type Answer } from './tradier-error.js';

export interface HttpOptions {
  /** with the version, without a slash at the end: `https://api.tradier.com/v1` */
  readonly baseUrl: string;
  /** empty: none is sent */
  readonly token: string;
  readonly timeouts?: Partial<Timeouts>;
  readonly retries?: Partial<Retries>;
}

/** In ms: until connected, until the answer begins, between two pieces of it, and for all together. */
export interface Timeouts {
  readonly connect: number;
  readonly headers: number;
  readonly body: number;
  readonly whole: number;
}
const TIMEOUTS: Timeouts = { connect: 5_000, headers: 10_000, body: 10_000, whole: 20_000 };

/** Of reads alone. The pause doubles, and is shortened at random by up to half. */
export interface Retries {
  readonly attempts: number;
  readonly firstPauseMs: number;
}
const RETRIES: Retries = { attempts: 3, firstPauseMs: 250 };

const LARGEST_ANSWER = 64 * 1024 * 1024;

export type Parameters = Readonly<Record<string, string | number | boolean>>;

/**
 * Requests to Tradier's REST API over kept-alive connections. Failures are {@link TradierError}s.
 * The token travels in the header alone: it is in no address, and is taken out of every error text.
 */
export class TradierHttp {
  readonly #token: string;
  readonly #pool: Pool;
  readonly #prefix: string;
  readonly #timeouts: Timeouts;
  readonly #retries: Retries;

  constructor(options: HttpOptions) {
    const base = new URL(options.baseUrl);
    this.#token = options.token;
    this.#timeouts = { ...TIMEOUTS, ...options.timeouts };
    this.#retries = { ...RETRIES, ...options.retries };
    this.#prefix = base.pathname.replace(/\/$/, '');
    this.#pool = new Pool(base.origin, {
      connections: 16,
      pipelining: 1,
      connect: { timeout: this.#timeouts.connect },
      headersTimeout: this.#timeouts.headers,
      bodyTimeout: this.#timeouts.body,
      maxResponseSize: LARGEST_ANSWER,
    });
  }

  /** A read: tried again, a few times, while Tradier gives no usable answer. */
  async get(path: string, query: Parameters = {}): Promise<unknown> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return contentOf(await this.#exchange('GET', path, query));
      } catch (error) {
        const again = error instanceof TradierError && error.problem === 'unavailable' && attempt < this.#retries.attempts;
        if (!again) throw this.#withoutToken(error);
      }
      await pause(this.#retries.firstPauseMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2));
    }
  }

  /** Anything that changes something: sent once, whatever happens. */
  async send(method: 'POST' | 'PUT' | 'DELETE', path: string, form: Parameters = {}): Promise<unknown> {
    try {
      return contentOf(await this.#exchange(method, path, form));
    } catch (error) {
      throw this.#withoutToken(error);
    }
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  async #exchange(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, parameters: Parameters): Promise<Answer> {
    const encoded = encode(parameters);
    const inBody = method === 'POST' || method === 'PUT';
    try {
      const { statusCode, headers, body } = await this.#pool.request({
        method,
        path: `${this.#prefix}${path}${!inBody && encoded !== '' ? `?${encoded}` : ''}`,
        headers: {
          ...(this.#token === '' ? {} : { authorization: `Bearer ${this.#token}` }),
          // without it Tradier answers in XML
          accept: 'application/json',
          ...(inBody ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
        },
        ...(inBody ? { body: encoded } : {}),
        signal: AbortSignal.timeout(this.#timeouts.whole),
      });
      const expiry = Number(headers['x-ratelimit-expiry']);
      return { status: statusCode, text: await body.text(), ...(expiry > 0 ? { rateLimitExpiry: expiry } : {}) };
    } catch (error) {
      throw new TradierError('unavailable', `no answer from Tradier: ${describe(error)}`);
    }
  }

  #withoutToken(error: unknown): unknown {
    if (!(error instanceof TradierError) || this.#token === '' || !error.message.includes(this.#token)) return error;
    return new TradierError(error.problem, error.message.replaceAll(this.#token, '(token)'), error.detail);
  }
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

async function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
