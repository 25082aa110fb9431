import type { Clock } from '@sofi/domain';
import type { RateClass } from './endpoints.js';
import { PRIORITIES, type Priority, type RateBudget, type RateHeaders, type Ticket } from './rate-budget.js';
import type { After } from './timer.js';
import { TradierError } from './tradier-error.js';

export interface Wish {
  readonly of: RateClass;
  readonly priority: Priority;
  /** the longest wait, in ms */
  readonly patienceMs: number;
  readonly signal?: AbortSignal | undefined;
}

interface Waiting {
  readonly wish: Wish;
  readonly deadline: number;
  readonly admit: (ticket: Ticket) => void;
  readonly refuse: (error: unknown) => void;
}

/** Lets requests through as the budget allows: the urgent ones first, otherwise in order; none waits longer than it wants to. */
export class RateGate {
  readonly #waiting: Record<RateClass, Waiting[]> = { standard: [], market: [], trading: [] };
  readonly #wakeUps = new Map<RateClass, () => void>();

  constructor(
    private readonly budget: RateBudget,
    private readonly clock: Clock,
    private readonly after: After,
  ) {}

  /** Settles when the request may be sent. Throws a `rate-limited` TradierError where that would be too late, the signal's reason where it is aborted. */
  async admitted(wish: Wish): Promise<Ticket> {
    wish.signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      const giveUp = () => this.#leave(waiting, wish.signal?.reason);
      const settling =
        <T>(settle: (value: T) => void) =>
        (value: T) => {
          wish.signal?.removeEventListener('abort', giveUp);
          settle(value);
        };
      const waiting: Waiting = { wish, deadline: this.clock.now() + wish.patienceMs, admit: settling(resolve), refuse: settling(reject) };
      wish.signal?.addEventListener('abort', giveUp);
      const queue = this.#waiting[wish.of];
      queue.splice(placeIn(queue, wish.priority), 0, waiting);
      this.#serve(wish.of);
    });
  }

  /** The answer has come, with its headers, or will not come. */
  answered(ticket: Ticket, told?: RateHeaders): void {
    if (told !== undefined) this.budget.answered(ticket, told);
    this.#serve(ticket.of);
  }

  exhausted(of: RateClass, until: number | undefined): void {
    this.budget.exhausted(of, until);
    this.#serve(of);
  }

  /** Nobody is let through any more. */
  close(): void {
    for (const of of Object.keys(this.#waiting) as RateClass[]) {
      for (const waiting of this.#waiting[of].splice(0)) waiting.refuse(new TradierError('unavailable', 'the connection to Tradier was closed before the request was sent'));
      this.#sleep(of, undefined);
    }
  }

  #serve(of: RateClass): void {
    const queue = this.#waiting[of];
    let blockedUntil: number | undefined;
    for (let first = queue[0]; first !== undefined; first = queue[0]) {
      const ticket = this.budget.take(of, first.wish.priority);
      if (typeof ticket === 'number') {
        blockedUntil = ticket;
        break;
      }
      queue.shift();
      first.admit(ticket);
    }
    if (blockedUntil !== undefined) this.#refuseTheImpatient(of, blockedUntil);
    this.#sleep(of, this.#waiting[of].length === 0 ? undefined : blockedUntil);
  }

  #refuseTheImpatient(of: RateClass, until: number): void {
    const queue = this.#waiting[of];
    const late = queue.filter(({ deadline }) => deadline < until);
    this.#waiting[of] = queue.filter(({ deadline }) => deadline >= until);
    for (const { refuse } of late) refuse(tooLate(of, until));
  }

  #leave(waiting: Waiting, reason: unknown): void {
    const { of } = waiting.wish;
    this.#waiting[of] = this.#waiting[of].filter((each) => each !== waiting);
    waiting.refuse(reason);
    this.#serve(of);
  }

  #sleep(of: RateClass, until: number | undefined): void {
    this.#wakeUps.get(of)?.();
    this.#wakeUps.delete(of);
    if (until === undefined) return;
    const wait = Math.max(0, until - this.clock.now());
    this.#wakeUps.set(
      of,
      this.after(wait, () => this.#serve(of)),
    );
  }
}

function placeIn(queue: readonly Waiting[], priority: Priority): number {
  const behind = queue.findIndex(({ wish }) => PRIORITIES.indexOf(wish.priority) > PRIORITIES.indexOf(priority));
  return behind < 0 ? queue.length : behind;
}

function tooLate(of: RateClass, until: number): TradierError {
  const when = new Date(until).toISOString().slice(11, 19);
  return new TradierError('rate-limited', `Tradier allows no more ${of} requests until ${when} UTC; this one was not sent`, { until });
}
