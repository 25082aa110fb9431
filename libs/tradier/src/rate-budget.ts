import type { Clock } from '@sofi/domain';
import { RATE_CLASSES, type RateClass } from './endpoints.js';

/** Requests a minute. */
export type Limits = Readonly<Record<RateClass, number>>;

/**
 * Who goes first when requests have to wait: what stands between an account and harm (cancellations, the look-up of an order whose
 * outcome is unclear), everything else, and what nobody is waiting for (filling up history).
 */
export type Priority = 'urgent' | 'normal' | 'background';
export const PRIORITIES: readonly Priority[] = ['urgent', 'normal', 'background'];

/** How much of a minute each may use up: the rest stays for those before it. */
const SHARE: Readonly<Record<Priority, number>> = { urgent: 1, normal: 0.9, background: 0.6 };

/** What Tradier's X-Ratelimit headers say; `expiry` in ms since the epoch. */
export interface RateHeaders {
  readonly allowed: number;
  readonly used: number;
  readonly expiry: number;
}

/** `allowed` is Infinity until a simulator has said its limit; `resetsAt` in ms since the epoch, in the past where nothing is counted. */
export interface BudgetState {
  readonly allowed: number;
  readonly used: number;
  readonly available: number;
  readonly resetsAt: number;
}

const MINUTE = 60_000;
/** by which clocks differ without being wrong */
const SKEW_MS = 5_000;

interface Window {
  allowed: number;
  /** let through in this window, answered or not: Tradier may have counted all of them */
  sent: number;
  /** what Tradier counts beyond them, of other processes, or of ours before this window began; below 0 where it began its minute after some of ours */
  offset: number;
  resetsAt: number;
  /** a 429 has said so */
  closed: boolean;
  /** Tradier's own word for the end of this window, by which it is told from the next; before that word, the one before it */
  expiry: number | undefined;
  readonly lastExpiry: number | undefined;
}

/** A request that was let through; the window it was counted in may be over when its answer comes. */
export interface Ticket {
  readonly of: RateClass;
  readonly window: Window;
  /** how many of ours were let through in the window by then, this one included */
  readonly place: number;
}

/**
 * Tradier's limits: so many requests of each class in a minute that begins with the first of them. Each answer's headers correct the
 * count, for other processes use the same token. It waits for nobody and sends nothing: see RateGate.
 */
export class RateBudget {
  readonly #windows: Record<RateClass, Window>;

  constructor(
    limits: Limits,
    private readonly clock: Clock,
  ) {
    this.#windows = { standard: newWindow(limits.standard), market: newWindow(limits.market), trading: newWindow(limits.trading) };
  }

  /** A ticket, or since when on there may be one (ms since the epoch). */
  take(of: RateClass, priority: Priority): Ticket | number {
    const window = this.#window(of);
    if (window.closed || used(window) >= Math.ceil(window.allowed * SHARE[priority])) return window.resetsAt;
    if (window.resetsAt === 0) window.resetsAt = this.clock.now() + MINUTE;
    window.sent += 1;
    return { of, window, place: window.sent };
  }

  /** With the headers of the answer. Nothing needs to be said of a request without one: it was counted when it was let through. */
  answered({ of, window: asked, place }: Ticket, told: RateHeaders): void {
    const window = this.#window(of);
    if (!isOver(told.expiry, window)) this.#correct(window, told, asked === window ? place : 0);
  }

  /** After a 429: nothing more until then, or for what is left of the minute. */
  exhausted(of: RateClass, until: number | undefined): void {
    const window = this.#window(of);
    if (isOver(until, window)) return;
    window.resetsAt = this.#within(until) ?? (window.resetsAt || this.clock.now() + MINUTE);
    window.closed = true;
  }

  state(): Readonly<Record<RateClass, BudgetState>> {
    const states = RATE_CLASSES.map((of) => {
      const window = this.#window(of);
      return [of, { allowed: window.allowed, used: used(window), available: available(window), resetsAt: window.resetsAt }] as const;
    });
    return Object.fromEntries(states) as Record<RateClass, BudgetState>;
  }

  /** The window of this moment: an old one is left to the requests that still belong to it. */
  #window(of: RateClass): Window {
    const window = this.#windows[of];
    if (window.resetsAt === 0 || this.clock.now() < window.resetsAt) return window;
    return (this.#windows[of] = newWindow(window.allowed, window.expiry ?? window.lastExpiry));
  }

  /** What was sent behind the answered request comes on top of what Tradier had counted with it. */
  #correct(window: Window, told: RateHeaders, place: number): void {
    const same = window.expiry === undefined || told.expiry === window.expiry;
    const offset = told.used - place;
    window.allowed = told.allowed;
    window.offset = same ? Math.max(window.offset, offset) : offset;
    window.expiry = told.expiry;
    window.resetsAt = this.#within(told.expiry) ?? (window.resetsAt || this.clock.now() + MINUTE);
  }

  /** A window lasts a minute: an end well beyond that, or in the past, is of a clock that disagrees with ours. */
  #within(expiry: number | undefined): number | undefined {
    const now = this.clock.now();
    return expiry !== undefined && expiry > now && expiry <= now + MINUTE + SKEW_MS ? expiry : undefined;
  }
}

function newWindow(allowed: number, lastExpiry?: number): Window {
  return { allowed, sent: 0, offset: 0, resetsAt: 0, closed: false, expiry: undefined, lastExpiry };
}

/** A late answer, of a window before this one, says nothing of this one. */
function isOver(expiry: number | undefined, window: Window): boolean {
  return expiry !== undefined && (expiry < (window.expiry ?? 0) || expiry <= (window.lastExpiry ?? 0));
}

function available(window: Window): number {
  return window.closed ? 0 : Math.max(0, window.allowed - used(window));
}

function used(window: Window): number {
  return Math.max(0, window.sent + window.offset);
}
