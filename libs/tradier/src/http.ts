import { InvariantError, type Clock, type Mode } from '@sofi/domain';
import { Connections, type Parameters, type Timeouts } from './connections.js';
import { endpointOf, type Endpoint, type Method, type RateClass } from './endpoints.js';
import { LIMITS, modeOf } from './environments.js';
import { RateBudget, type BudgetState, type Priority } from './rate-budget.js';
import { RateGate } from './rate-gate.js';
import { after, SYSTEM_CLOCK, type After } from './timer.js';
import { contentOf, TOO_BIG, TradierError, type Answer } from './tradier-error.js';

export interface HttpOptions {
  /** with the version, without a slash at the end: `https://api.tradier.com/v1` */
  readonly baseUrl: string;
  /** empty: none is sent */
  readonly token: string;
  /** by default what the address says; it decides the limits before Tradier's first answer, and what is offered at all */
  readonly mode?: Mode;
  readonly timeouts?: Partial<Timeouts>;
  readonly retries?: Partial<Retries>;
  readonly clock?: Clock;
  readonly after?: After;
}

/** Of reads alone. The pause doubles, and is shortened at random by up to half. */
export interface Retries {
  readonly attempts: number;
  readonly firstPauseMs: number;
}
const RETRIES: Retries = { attempts: 3, firstPauseMs: 250 };

export interface CallOptions {
  /** who goes first where Tradier's limit makes requests wait; `normal` by default */
  readonly priority?: Priority;
  /** the longest wait for the limit, in ms: beyond it the request fails as `rate-limited` and is not sent. 15 s for reads, 5 s for changes by default */
  readonly patienceMs?: number;
  /** gives up a read at any time, a change for as long as it has not been sent; what is thrown is the signal's reason */
  readonly signal?: AbortSignal;
}
type Patient = CallOptions & { readonly patienceMs: number };
const READ_PATIENCE_MS = 15_000;
const CHANGE_PATIENCE_MS = 5_000;

/** A token that was refused is not asked with again for this long: callers that repeat themselves must not knock at full speed. */
const REFUSED_TOKEN_MS = 5_000;

interface Request {
  readonly method: Method;
  readonly path: string;
  readonly parameters: Parameters;
  /** undefined for what is none of Tradier's: it is not counted */
  readonly endpoint: Endpoint | undefined;
}

/** Requests to Tradier's REST API, within its limits. Failures are {@link TradierError}s. */
export class TradierHttp {
  readonly mode: Mode;
  readonly #connections: Connections;
  readonly #retries: Retries;
  readonly #clock: Clock;
  readonly #budget: RateBudget;
  readonly #gate: RateGate;
  #refused: { readonly error: TradierError; readonly until: number } | undefined;

  constructor(options: HttpOptions) {
    this.mode = options.mode ?? modeOf(options.baseUrl);
    this.#connections = new Connections(options.baseUrl, options.token, options.timeouts);
    this.#retries = { ...RETRIES, ...options.retries };
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    this.#budget = new RateBudget(LIMITS[this.mode], this.#clock);
    this.#gate = new RateGate(this.#budget, this.#clock, options.after ?? after);
  }

  async get(path: string, query: Parameters = {}, options: CallOptions = {}): Promise<unknown> {
    return this.read('GET', path, query, options);
  }

  /** A read: tried again, a few times, while Tradier gives no usable answer. Only what the table of endpoints calls a read may be a POST. */
  async read(method: 'GET' | 'POST', path: string, parameters: Parameters = {}, options: CallOptions = {}): Promise<unknown> {
    const request = { method, path, parameters, endpoint: endpointOf(method, path) };
    if (method !== 'GET' && request.endpoint?.effect !== 'read') throw new InvariantError(`${method} ${path} is no read: it must not be sent again`);
    const deadline = this.#clock.now() + (options.patienceMs ?? READ_PATIENCE_MS);
    for (let attempt = 1; ; attempt += 1) {
      this.#knockNotTooOften();
      try {
        return await this.#once(request, { ...options, patienceMs: Math.max(0, deadline - this.#clock.now()) }, options.signal);
      } catch (error) {
        options.signal?.throwIfAborted();
        if (attempt >= this.#retries.attempts || !mayPass(error, request)) throw error;
      }
      await pause(this.#retries.firstPauseMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2));
    }
  }

  /** Anything that changes something: sent once, whatever happens. */
  async send(method: 'POST' | 'PUT' | 'DELETE', path: string, form: Parameters = {}, options: CallOptions = {}): Promise<unknown> {
    // once it is sent its outcome has to be heard: the signal does not reach that far
    return this.#once({ method, path, parameters: form, endpoint: endpointOf(method, path) }, { patienceMs: CHANGE_PATIENCE_MS, ...options });
  }

  /** Why Tradier has turned the token away, since the last request that it took; undefined where it has not. */
  refusal(): string | undefined {
    return this.#refused?.error.message;
  }

  /** What is left of Tradier's limits, of each class. */
  budget(): Readonly<Record<RateClass, BudgetState>> {
    return this.#budget.state();
  }

  async close(): Promise<void> {
    this.#gate.close();
    await this.#connections.close();
  }

  async #once(request: Request, options: Patient, signal?: AbortSignal): Promise<unknown> {
    try {
      const content = contentOf(await this.#counted(request, options, signal));
      this.#refused = undefined;
      return content;
    } catch (error) {
      if (error instanceof TradierError && error.detail.status !== undefined) this.#note(error, request);
      throw error;
    }
  }

  async #counted({ endpoint, ...request }: Request, options: Patient, signal: AbortSignal | undefined): Promise<Answer> {
    if (endpoint === undefined) return this.#connections.exchange({ ...request, pool: 'standard', signal });
    const { rate, version } = endpoint;
    const ticket = await this.#gate.admitted({ of: rate, priority: options.priority ?? 'normal', patienceMs: options.patienceMs, signal: options.signal });
    let answer: Answer | undefined;
    try {
      return (answer = await this.#connections.exchange({ ...request, pool: rate, version, signal }));
    } finally {
      this.#gate.answered(ticket, answer?.rate);
    }
  }

  #note(error: TradierError, { endpoint }: Request): void {
    if (error.problem === 'rate-limited' && endpoint !== undefined) this.#gate.exhausted(endpoint.rate, error.detail.until);
    // a 403 is about what was asked for, not about the token
    if (error.problem === 'unauthorised' && error.detail.status !== 403) this.#refused = { error, until: this.#clock.now() + REFUSED_TOKEN_MS };
  }

  #knockNotTooOften(): void {
    if (this.#refused !== undefined && this.#clock.now() < this.#refused.until) throw this.#refused.error;
  }
}

/** Tradier's own 429 may pass within the caller's patience, which the gate knows; a request that was not sent for want of it may not. */
function mayPass(error: unknown, { endpoint }: Request): boolean {
  if (!(error instanceof TradierError)) return false;
  if (error.problem === 'unavailable') return error.detail.code !== TOO_BIG;
  return error.problem === 'rate-limited' && error.detail.status !== undefined && endpoint !== undefined;
}

async function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
