export type RateClass = 'standard' | 'market' | 'trading' | 'none';

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
  private readonly windows = new Map<RateClass, Window>();

  constructor(
    private readonly allowed: number,
    private readonly wallClock: () => number = Date.now,
  ) {}

  count(of: RateClass): RateState {
    const now = this.wallClock();
    const known = this.windows.get(of);
    const window = known && known.expiry > now ? known : { expiry: now + WINDOW_MS, used: 0 };
    window.used += 1;
    this.windows.set(of, window);
    return { allowed: this.allowed, used: window.used, expiry: window.expiry };
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
