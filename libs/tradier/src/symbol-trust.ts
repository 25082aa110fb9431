import type { EquitySymbol, Quote, SessionCalendar, SymbolFeed, Trade } from '@sofi/domain';
import { FeedWatch, WATCH_TIMING, type WatchTiming } from './feed-watch.js';
import type { TradierHttp } from './http.js';
import { QuoteCheck } from './quote-check.js';
import { toFacts, unknownOf } from './quote-events.js';
import type { Reading } from './quote-polls.js';
import { SymbolBoard } from './symbol-board.js';
import type { Phase } from './symbol-state.js';
import type { Timers } from './timer.js';

export interface SymbolTrustOptions {
  readonly http: TradierHttp;
  readonly timers: Timers;
  readonly calendar: Pick<SessionCalendar, 'at' | 'on'> | undefined;
  readonly timing: Partial<WatchTiming> | undefined;
  readonly marketNow: () => number;
  readonly tell: (feed: SymbolFeed) => void;
}

/** a connection that is back so soon leaves its symbols as they were */
const GRACE_MS = 3_000;

/** How far each symbol can be trusted: by what is heard of it, by Tradier's quotes where nothing is, and by how the market is heard at all. */
export class SymbolTrust {
  readonly #watch: FeedWatch;
  readonly #check: QuoteCheck;
  readonly #board: SymbolBoard;
  readonly #timers: Timers;
  #symbols: readonly EquitySymbol[] = [];
  #cancelGrace = () => {};

  constructor({ http, timers, calendar, timing, marketNow, tell }: SymbolTrustOptions) {
    this.#timers = timers;
    this.#watch = new FeedWatch({ ...WATCH_TIMING, ...timing });
    this.#check = new QuoteCheck(http, this.#watch);
    this.#board = new SymbolBoard({ watch: this.#watch, calendar, marketNow, tell });
  }

  get marketIsClosed(): boolean {
    return this.#board.hours() === 'closed';
  }

  follow(symbols: readonly EquitySymbol[]): void {
    this.#symbols = symbols;
    this.#watch.follow(symbols, this.#timers.clock.now());
    this.#board.follow(symbols);
  }

  trade({ symbol, cumulativeVolume, exchangeTime, receivedTime }: Trade): void {
    if (this.#watch.heardTrade(symbol, cumulativeVolume, exchangeTime, receivedTime)) this.#board.changed(symbol);
  }

  quote({ symbol, exchangeTime, receivedTime }: Quote): void {
    if (this.#watch.heardQuote(symbol, exchangeTime, receivedTime)) this.#board.changed(symbol);
  }

  /** An error of Tradier's concerns the symbols that it names, and no other. */
  error(text: string): void {
    const words = new Set(text.split(/[\s,"']+/));
    for (const symbol of this.#symbols) if (words.has(symbol)) this.#watch.refused(symbol);
    this.#board.review();
  }

  /** A stream serves again: what was known of the symbols is of another time. */
  streaming(reason: string): void {
    this.#watch.opened(this.#timers.clock.now());
    this.enter({ kind: 'streaming', reason });
  }

  enter(phase: Phase): void {
    this.#cancelGrace();
    this.#board.enter(phase);
  }

  /** No stream serves. */
  lost(reason: string): void {
    this.#cancelGrace();
    this.#cancelGrace = this.#timers.after(GRACE_MS, () => this.#board.enter({ kind: 'lost', reason }));
  }

  /** The quotes of all symbols were read, and passed on before this. */
  looked({ quotes, unmatched, asked }: Reading): void {
    const facts = quotes.flatMap((wire) => toFacts(wire) ?? []);
    this.#watch.looked(facts, unknownOf(this.#symbols, unmatched), asked);
  }

  /** Each second. @param streaming where a stream serves of which silence says something */
  second(streaming: boolean): string | undefined {
    const open = streaming && !this.marketIsClosed;
    if (open) {
      const now = this.#timers.clock.now();
      this.#check.look(now);
      this.#watch.settle(now);
    }
    this.#board.review();
    return open ? this.#watch.distrust() : undefined;
  }

  /** Exchange time, ms, up to which the symbols that are stale now were still told of. */
  staleSince(): number {
    return this.#watch.staleSince();
  }

  async close(): Promise<void> {
    this.#cancelGrace();
    await this.#check.close();
  }
}
