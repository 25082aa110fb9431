interface Failures {
  count: number;
  since: number;
}

/** Slows guessing down: after so many failures of one key within the window, the key has to wait until the window ends. */
export class LoginLimit {
  private readonly failures = new Map<string, Failures>();

  constructor(
    private readonly allowed = 5,
    private readonly windowMs = 60_000,
  ) {}

  /** Seconds to wait before the next try, 0 where there may be one now. */
  waitSeconds(key: string, now: number): number {
    const failed = this.failures.get(key);
    if (!failed || failed.count < this.allowed || now >= failed.since + this.windowMs) return 0;
    return Math.ceil((failed.since + this.windowMs - now) / 1000);
  }

  failed(key: string, now: number): void {
    const before = this.failures.get(key);
    if (before && now < before.since + this.windowMs) before.count += 1;
    else this.begin(key, now);
  }

  succeeded(key: string): void {
    this.failures.delete(key);
  }

  /** Old keys go when a new one comes, so that guessing names does not fill the memory. */
  private begin(key: string, now: number): void {
    for (const [old, failed] of this.failures) {
      if (now < failed.since + this.windowMs) break;
      this.failures.delete(old);
    }
    this.failures.delete(key);
    this.failures.set(key, { count: 1, since: now });
  }
}
