import { RuleError, type EquitySymbol } from '@sofi/domain';
import { SYMBOLS_AT_ONCE } from './client/markets.js';
import type { TradierHttp } from './http.js';
import { readQuotes } from './quotes.js';
import type { Timers } from './timer.js';
import { TradierError } from './tradier-error.js';
import type { WireQuote } from './wire/quotes.js';

/** In ms: between two readings at least, and per request, of which a long list takes several. */
export interface PollPace {
  readonly fastest: number;
  readonly perRequest: number;
}
/** half of the 120 requests a minute; the others are for everybody else. 2,000 symbols are read every two seconds, 10,000 every ten. */
export const LIVE_PACE: PollPace = { fastest: 2_000, perRequest: 1_000 };
/** of 60 a minute; more often would show nothing more of a delayed market */
export const SANDBOX_PACE: PollPace = { fastest: 10_000, perRequest: 2_000 };

/** after a reading that failed: a token that was revoked is not hammered with */
const PATIENCE_MS = 10_000;

export interface Reading {
  readonly quotes: readonly WireQuote[];
  readonly unmatched: readonly string[];
  /** on our clock, before the request was sent */
  readonly asked: number;
}

export interface PollListener {
  read(reading: Reading): void;
  failed(reason: string): void;
}

/** Reads the quotes of all symbols again and again, one reading at a time. */
export class QuotePolls {
  #symbols: readonly EquitySymbol[] = [];
  #reading: Promise<void> | undefined;
  #stop: (() => void) | undefined;
  #interval = 0;
  #notBefore = -Infinity;

  constructor(
    private readonly http: TradierHttp,
    private readonly timers: Timers,
    private readonly pace: PollPace,
    private readonly listener: PollListener,
  ) {}

  get interval(): number {
    return this.#interval;
  }

  /** Begins, or goes on with another list; with none it stops. */
  start(symbols: readonly EquitySymbol[]): void {
    this.#symbols = symbols;
    const interval = pollInterval(symbols.length, this.pace);
    if (symbols.length === 0) return this.stop();
    if (this.#stop === undefined || interval !== this.#interval) {
      this.#stop?.();
      this.#interval = interval;
      this.#stop = this.timers.every(interval, () => this.#poll());
    }
    this.#poll();
  }

  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  async close(): Promise<void> {
    this.stop();
    await this.#reading;
  }

  #poll(): void {
    if (this.timers.clock.now() < this.#notBefore) return;
    this.#reading ??= this.#readOnce().finally(() => (this.#reading = undefined));
  }

  async #readOnce(): Promise<void> {
    const asked = this.timers.clock.now();
    try {
      const { quotes, unmatched } = await readQuotes(this.http, this.#symbols);
      // an answer that comes after the end is of no interest
      if (this.#stop !== undefined) this.listener.read({ quotes, unmatched, asked });
    } catch (error) {
      if (!(error instanceof TradierError || error instanceof RuleError)) throw error;
      this.#notBefore = asked + PATIENCE_MS;
      if (this.#stop !== undefined) this.listener.failed(error.message);
    }
  }
}

/** ms between two readings of so many symbols. */
export function pollInterval(symbols: number, { fastest, perRequest }: PollPace): number {
  return Math.max(fastest, Math.ceil(symbols / SYMBOLS_AT_ONCE) * perRequest);
}
