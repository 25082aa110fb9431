import { text, type Reply } from './reply.js';

/** `none` is not counted, nor struck by faults: what is not Tradier's. */
export type RateClass = CountedClass | 'none';
export type CountedClass = 'standard' | 'market' | 'trading';
/** calls a minute */
export type RateLimits = Readonly<Record<CountedClass, number>>;

/** What Tradier grants a token in production. */
export const TRADIER_LIMITS: RateLimits = { standard: 120, market: 120, trading: 60 };
export const SANDBOX_LIMITS: RateLimits = { standard: 60, market: 60, trading: 60 };
const WINDOW_MS = 60_000;

interface Window {
  readonly expiry: number;
  used: number;
}

export interface RateState {
  readonly allowed: number;
  readonly used: number;
  readonly expiry: number;
}

/** Calls in a minute that begins with the first of them, for each class of endpoint. A market that runs at many times its speed needs more than Tradier's 120. */
export class RateLimit {
  private readonly counted: Record<CountedClass, number> = { standard: 0, market: 0, trading: 0 };
  private readonly windows = new Map<CountedClass, Window>();

  constructor(
    private readonly limits: RateLimits,
    private readonly wallClock: () => number = Date.now,
  ) {}

  /** calls since the start, and those allowed a minute, by class */
  totals(): Record<CountedClass, { total: number; allowed: number }> {
    const of = (each: CountedClass) => ({ total: this.counted[each], allowed: this.limits[each] });
    return { standard: of('standard'), market: of('market'), trading: of('trading') };
  }

  count(of: CountedClass): RateState {
    const now = this.wallClock();
    const known = this.windows.get(of);
    const window = known && known.expiry > now ? known : { expiry: now + WINDOW_MS, used: 0 };
    window.used += 1;
    this.counted[of] += 1;
    this.windows.set(of, window);
    return { allowed: this.limits[of], used: window.used, expiry: window.expiry };
  }
}

export function rateHeaders({ allowed, used, expiry }: RateState): Record<string, string> {
  return {
    'X-Ratelimit-Allowed': String(allowed),
    'X-Ratelimit-Used': String(Math.min(used, allowed)),
    'X-Ratelimit-Available': String(Math.max(0, allowed - used)),
    'X-Ratelimit-Expiry': String(expiry),
  };
}

/** The refusal of a call beyond the limit; its last word is when the minute ends. */
export function quotaViolation({ allowed, expiry }: RateState): Reply {
  return text(429, `Quota Violation: the limit of ${allowed} calls a minute is reached until ${expiry}`);
}
