import type { FeedGap } from '@sofi/domain';

/**
 * The stretch of the market's time in which prints may have been missed. It begins with the newest event that is known to have been
 * heard, for what came after may be lost, and ends with the first sign of the market on the new stream. Quotes that are read in between
 * do not end it: between two readings prints are missed. So there is one gap from one stream to the next, whatever happens between them.
 */
export class FeedGaps {
  #newest = 0;
  #from = 0;
  #reason: string | undefined;

  /** Market time of anything heard on a stream, ms. */
  heard(time: number): void {
    if (time > this.#newest) this.#newest = time;
  }

  /** No stream serves; where some symbols had been silent before that, `since` is earlier. Without anything heard before there is nothing to miss. */
  broken(reason: string, since = Infinity): void {
    if (this.#newest === 0 || this.#reason !== undefined) return;
    this.#reason = reason;
    this.#from = Math.min(this.#newest, since);
  }

  /** True from the end of one stream to the first event of the next. */
  get open(): boolean {
    return this.#reason !== undefined;
  }

  /** The gap up to the first sign of the market on the new stream that is behind it: said once. Undefined for a sign of an earlier time. */
  end(to: number): FeedGap | undefined {
    const reason = this.#reason;
    if (reason === undefined || to <= this.#from) return undefined;
    this.#reason = undefined;
    // what was before is accounted for
    if (to > this.#newest) this.#newest = to;
    return { kind: 'gap', from: this.#from, to, reason };
  }
}
