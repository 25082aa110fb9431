import { RuleError, type EquitySymbol } from '@sofi/domain';
import type { TradierHttp } from './http.js';
import { toFacts } from './quote-events.js';
import { readQuotes } from './quotes.js';
import type { TimesaleVolume } from './timesale-volume.js';
import type { Clock } from '@sofi/domain';
import { TradierError } from './tradier-error.js';

/** between two attempts, ms */
const PATIENCE_MS = 5_000;

/** Reads the day's volume of those symbols of which timesales can not be placed without it. */
export class VolumeReader {
  #reading: Promise<void> | undefined;
  #readAt = -Infinity;

  constructor(
    private readonly http: TradierHttp,
    private readonly volume: TimesaleVolume,
    private readonly clock: Clock,
  ) {}

  read(symbols: Iterable<EquitySymbol>): void {
    const now = this.clock.now();
    if (this.#reading !== undefined || now - this.#readAt < PATIENCE_MS) return;
    const lacking = [...symbols].filter((symbol) => this.volume.lacks(symbol));
    if (lacking.length === 0) return;
    this.#readAt = now;
    this.#reading = this.#read(lacking).finally(() => (this.#reading = undefined));
  }

  async close(): Promise<void> {
    await this.#reading;
  }

  async #read(lacking: readonly EquitySymbol[]): Promise<void> {
    try {
      const { quotes } = await readQuotes(this.http, lacking);
      for (const wire of quotes) {
        const facts = toFacts(wire);
        if (facts) this.volume.known(facts.symbol, facts.volume, facts.tradeTime);
      }
    } catch (error) {
      // the prints of these symbols are counted as unplaced until a reading succeeds
      if (!(error instanceof TradierError || error instanceof RuleError)) throw error;
    }
  }
}
