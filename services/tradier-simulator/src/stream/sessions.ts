import { randomUUID } from 'node:crypto';

const LIFE_MS = 5 * 60_000;
const KEPT = 200;

/** Session ids, each good for five minutes to begin with; a connection that has begun goes on. */
export class Sessions {
  /** one session at a time: where there is one already, a second is refused instead of taking its place */
  refuseSecond = false;
  private readonly issued = new Map<string, number>();

  constructor(private readonly wallClock: () => number = Date.now) {}

  issue(): string {
    const id = randomUUID();
    this.issued.set(id, this.wallClock());
    const oldest = this.issued.keys().next();
    if (this.issued.size > KEPT && !oldest.done) this.issued.delete(oldest.value);
    return id;
  }

  /** All are void. */
  clear(): void {
    this.issued.clear();
  }

  isValid(id: string): boolean {
    const since = this.issued.get(id);
    return since !== undefined && this.wallClock() - since < LIFE_MS;
  }
}
