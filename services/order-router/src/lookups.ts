import { setTimeout as pause } from 'node:timers/promises';
import type { Broker, OrderId, OrderReport } from '@sofi/domain';

export type Found = { readonly state: 'present'; readonly report: OrderReport } | { readonly state: 'absent'; readonly reason: string };

/** An order shows up in the broker's list within 50 ms of its POST; a request still on its way is given this long. */
export const PROOF = { everyMs: 1_000, reads: 5 };

/**
 * Decides what became of an order whose placement had no clear answer: the broker's list is read until the order's tag is in it,
 * or until so many good reads, a second apart, did not show it. A failed read proves nothing and is not counted.
 */
export class Lookups {
  constructor(
    private readonly broker: Pick<Broker, 'orders'>,
    private readonly proof = PROOF,
  ) {}

  /** Asks for as long as the broker is unavailable. Throws the signal's AbortError where it is told to stop. */
  async find(id: OrderId, signal: AbortSignal): Promise<Found> {
    for (let reads = 0; reads < this.proof.reads;) {
      const read = await this.broker.orders();
      if (read.state === 'known') {
        const report = read.value.find((one) => one.orderId === id);
        if (report) return { state: 'present', report };
        reads += 1;
      }
      if (reads < this.proof.reads) await pause(this.proof.everyMs, undefined, { signal });
    }
    const seconds = ((this.proof.reads - 1) * this.proof.everyMs) / 1_000;
    return { state: 'absent', reason: `the broker's list did not show the order in ${this.proof.reads} reads over ${seconds} s` };
  }
}
