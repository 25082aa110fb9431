import type { CallOptions } from '../http.js';
import { shaped } from '../wire.js';
import { fundamentalsAnswer, type WireFundamentals } from '../wire/fundamentals.js';
import type { Calls } from './calls.js';

type Symbols = readonly string[];
type Found = Promise<readonly WireFundamentals[]>;

/** Morningstar's data on companies: beta, and not in the sandbox. An entry for each symbol, with an `error` where there is nothing. */
export class Fundamentals {
  constructor(private readonly calls: Calls) {}

  async company(symbols: Symbols, options?: CallOptions): Found {
    return this.#read('fundamentals.company', symbols, options);
  }

  /** Earnings, meetings, conferences. */
  async calendars(symbols: Symbols, options?: CallOptions): Found {
    return this.#read('fundamentals.calendars', symbols, options);
  }

  async dividends(symbols: Symbols, options?: CallOptions): Found {
    return this.#read('fundamentals.dividends', symbols, options);
  }

  /** Splits and mergers. */
  async corporateActions(symbols: Symbols, options?: CallOptions): Found {
    return this.#read('fundamentals.corporateActions', symbols, options);
  }

  async ratios(symbols: Symbols, options?: CallOptions): Found {
    return this.#read('fundamentals.ratios', symbols, options);
  }

  /** Balance sheets, cash flow and income statements. */
  async financials(symbols: Symbols, options?: CallOptions): Found {
    return this.#read('fundamentals.financials', symbols, options);
  }

  async statistics(symbols: Symbols, options?: CallOptions): Found {
    return this.#read('fundamentals.statistics', symbols, options);
  }

  async #read(
    name: `fundamentals.${'company' | 'calendars' | 'dividends' | 'corporateActions' | 'ratios' | 'financials' | 'statistics'}`,
    symbols: Symbols,
    options?: CallOptions,
  ): Found {
    return shaped(fundamentalsAnswer, await this.calls.call(name, {}, { symbols }, options), 'fundamentals');
  }
}
