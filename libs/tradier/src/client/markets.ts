import { RuleError } from '@sofi/domain';
import type { CallOptions } from '../http.js';
import { shaped } from '../wire.js';
import {
  calendarAnswer,
  clockAnswer,
  historyAnswer,
  securitiesAnswer,
  timesalesAnswer,
  type WireCalendarDay,
  type WireClock,
  type WireDay,
  type WireMinute,
  type WireSecurity,
} from '../wire/markets.js';
import { quotesAnswer, type WireQuote } from '../wire/quotes.js';
import type { Calls, Given } from './calls.js';

/** more than fits into an address that every server on the way accepts */
const LONGEST_IN_ADDRESS = 1_500;
export const SYMBOLS_AT_ONCE = 1_000;

export interface QuoteOptions {
  readonly greeks?: boolean;
  /** adds `lot_size` */
  readonly includeLotSize?: boolean;
}

export interface Quotes {
  readonly quotes: readonly WireQuote[];
  /** what Tradier does not know; it never fails the others */
  readonly unmatched: readonly string[];
}

export interface HistoryQuery {
  readonly interval?: 'daily' | 'weekly' | 'monthly';
  /** `YYYY-MM-DD`, both included */
  readonly start?: string;
  readonly end?: string;
  readonly session_filter?: 'all' | 'open';
}

/**
 * How far back Tradier remembers, of regular hours (`open`) and of all: ticks 5 days and none, 1min 20 and 10, 5min and 15min 40 and 18.
 * Beyond it the call is `refused`, and the text names the first day that is not.
 */
export interface TimesalesQuery {
  readonly interval?: 'tick' | '1min' | '5min' | '15min';
  /** New York's clock, `YYYY-MM-DD HH:MM` */
  readonly start?: string;
  readonly end?: string;
  readonly session_filter?: 'all' | 'open';
}

export interface LookupQuery {
  /** the beginning of a symbol */
  readonly q?: string;
  readonly exchanges?: readonly string[];
  readonly types?: readonly ('stock' | 'option' | 'etf' | 'index')[];
}

/** Prices, hours and names. */
export class Markets {
  constructor(private readonly calls: Calls) {}

  /** Of any number of symbols, options and indices among them. A long list goes by POST, a very long one in several requests. */
  async quotes(symbols: readonly string[], wanted: QuoteOptions = {}, options?: CallOptions): Promise<Quotes> {
    const odd = symbols.find((symbol) => !/^[^\s,]+$/.test(symbol));
    if (odd !== undefined) throw new RuleError('symbols', odd, 'must be symbols without blanks and commas');
    const all = { quotes: new Array<WireQuote>(), unmatched: new Array<string>() };
    for (let from = 0; from < symbols.length; from += SYMBOLS_AT_ONCE) {
      const { quotes } = shaped(quotesAnswer, await this.#quotes({ symbols: symbols.slice(from, from + SYMBOLS_AT_ONCE).join(','), ...wanted }, options), 'quotes');
      all.quotes.push(...quotes.quote);
      all.unmatched.push(...(quotes.unmatched_symbols ?? []));
    }
    return all;
  }

  async #quotes(given: Given & { symbols: string }, options?: CallOptions): Promise<unknown> {
    return this.calls.call(given.symbols.length <= LONGEST_IN_ADDRESS ? 'markets.quotes' : 'markets.quotesByPost', {}, given, options);
  }

  /** Bars of days, weeks or months, in New York's days. Not adjusted for dividends. */
  async history(symbol: string, query: HistoryQuery = {}, options?: CallOptions): Promise<readonly WireDay[]> {
    return shaped(historyAnswer, await this.calls.call('markets.history', {}, { symbol, ...query }, options), 'history').history;
  }

  async timesales(symbol: string, query: TimesalesQuery = {}, options?: CallOptions): Promise<readonly WireMinute[]> {
    return shaped(timesalesAnswer, await this.calls.call('markets.timesales', {}, { symbol, ...query }, options), 'time and sales').series;
  }

  async clock(options?: CallOptions): Promise<WireClock> {
    return shaped(clockAnswer, await this.calls.call('markets.clock', {}, {}, options), 'clock').clock;
  }

  /** Each day of a month (1 to 12), weekends too; by default the present one. */
  async calendar(query: { readonly year?: number; readonly month?: number } = {}, options?: CallOptions): Promise<readonly WireCalendarDay[]> {
    return shaped(calendarAnswer, await this.calls.call('markets.calendar', {}, { ...query }, options), 'calendar').calendar.days;
  }

  /** What is easy to borrow, and so can be sold short. */
  async easyToBorrow(options?: CallOptions): Promise<readonly WireSecurity[]> {
    return shaped(securitiesAnswer, await this.calls.call('markets.etb', {}, {}, options), 'easy-to-borrow list').securities;
  }

  /** By symbol or name. */
  async search(q: string, query: { readonly indexes?: boolean } = {}, options?: CallOptions): Promise<readonly WireSecurity[]> {
    return shaped(securitiesAnswer, await this.calls.call('markets.search', {}, { q, ...query }, options), 'search').securities;
  }

  /** By the beginning of a symbol. */
  async lookup(query: LookupQuery, options?: CallOptions): Promise<readonly WireSecurity[]> {
    return shaped(securitiesAnswer, await this.calls.call('markets.lookup', {}, { ...query }, options), 'lookup').securities;
  }
}
