import type { EquitySymbol, SessionCalendar, SymbolFeed } from '@sofi/domain';
import type { FeedWatch } from './feed-watch.js';
import { hoursAt, symbolState, type Hours, type Phase } from './symbol-state.js';

export interface SymbolBoardOptions {
  readonly watch: FeedWatch;
  readonly calendar: Pick<SessionCalendar, 'at' | 'on'> | undefined;
  /** the market's time, ms; 0 where it is not known yet */
  readonly marketNow: () => number;
  readonly tell: (feed: SymbolFeed) => void;
}

/** ms of the exchange's time: the age of a polled price is told again when it has moved on by so much */
const AGE_TOLD_MS = 30_000;

/** What was said last of each symbol: only changes of state are told, and the age of polled prices now and then, for it decides whether they are good enough. */
export class SymbolBoard {
  readonly #told = new Map<EquitySymbol, SymbolFeed | undefined>();
  #phase: Phase = { kind: 'connecting', reason: 'connecting' };

  constructor(private readonly options: SymbolBoardOptions) {}

  /** Replaces the list. One that comes anew is told anew. */
  follow(symbols: readonly EquitySymbol[]): void {
    const wanted = new Set(symbols);
    for (const symbol of this.#told.keys()) if (!wanted.has(symbol)) this.#told.delete(symbol);
    for (const symbol of wanted) if (!this.#told.has(symbol)) this.#told.set(symbol, undefined);
    this.review();
  }

  enter(phase: Phase): void {
    this.#phase = phase;
    this.review();
  }

  /** Time has passed, or much has changed: all are looked at. */
  review(): void {
    const hours = this.hours();
    for (const symbol of this.#told.keys()) this.#review(symbol, hours);
  }

  changed(symbol: EquitySymbol): void {
    if (this.#told.has(symbol)) this.#review(symbol, this.hours());
  }

  hours(): Hours {
    return hoursAt(this.options.calendar, this.options.marketNow());
  }

  #review(symbol: EquitySymbol, hours: Hours): void {
    const { watch, marketNow, tell } = this.options;
    const { state, reason } = symbolState(this.#phase, watch.trustOf(symbol), hours);
    const lastEventTime = watch.lastEventTime(symbol);
    const told = this.#told.get(symbol);
    const changed = told?.state !== state;
    const older = state === 'polling' && told !== undefined && lastEventTime - told.lastEventTime >= AGE_TOLD_MS;
    if (!changed && !older) return;
    const feed = { symbol, state, lastEventTime, since: changed ? marketNow() : told.since, reason };
    this.#told.set(symbol, feed);
    tell(feed);
  }
}
