import type { Timers } from '../src/timer.js';

interface Due {
  at: number;
  readonly every?: number;
  readonly action: () => void;
}

/** Time that passes when the test says so. What it starts runs at its due moment, in order. */
export class ManualTime implements Timers {
  readonly #due = new Set<Due>();
  #now: number;

  constructor(start = 1_700_000_000_000) {
    this.#now = start;
  }

  readonly clock = { now: (): number => this.#now };
  readonly after = (ms: number, action: () => void): (() => void) => this.#add({ at: this.#now + ms, action });
  readonly every = (ms: number, action: () => void): (() => void) => this.#add({ at: this.#now + ms, every: ms, action });

  /** timers that are still to run */
  get pending(): number {
    return this.#due.size;
  }

  /** Lets so many ms pass; what runs may go on in promises before the next one runs. */
  async pass(ms: number): Promise<void> {
    await settled();
    const end = this.#now + ms;
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#now = next.at;
      if (next.every === undefined) this.#due.delete(next);
      else next.at += next.every;
      next.action();
      await settled();
    }
    this.#now = end;
    await settled();
  }

  #add(due: Due): () => void {
    this.#due.add(due);
    return () => this.#due.delete(due);
  }

  #next(end: number): Due | undefined {
    return [...this.#due].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
  }
}

/** All promises that can go on have gone on. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
