import { RuleError, type EquitySymbol } from '@sofi/domain';
import type { FeedWatch } from './feed-watch.js';
import type { TradierHttp } from './http.js';
import { toFacts, unknownOf } from './quote-events.js';
import { readQuotes } from './quotes.js';
import { TradierError } from './tradier-error.js';

/** Looks up in Tradier's quotes what the watch suspects: one request at a time, and as seldom as the watch says. */
export class QuoteCheck {
  #looking: Promise<void> | undefined;

  constructor(
    private readonly http: TradierHttp,
    private readonly watch: FeedWatch,
  ) {}

  look(now: number): void {
    if (this.#looking !== undefined) return;
    const suspects = this.watch.suspects(now);
    if (suspects.length > 0) this.#looking = this.#look(suspects, now).finally(() => (this.#looking = undefined));
  }

  async close(): Promise<void> {
    await this.#looking;
  }

  async #look(suspects: readonly EquitySymbol[], asked: number): Promise<void> {
    try {
      const { quotes, unmatched } = await readQuotes(this.http, suspects);
      this.watch.looked(
        quotes.flatMap((wire) => toFacts(wire) ?? []),
        unknownOf(suspects, unmatched),
        asked,
      );
    } catch (error) {
      if (!(error instanceof TradierError || error instanceof RuleError)) throw error;
      this.watch.unavailable(error.message);
    }
  }
}
