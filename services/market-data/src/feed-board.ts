import type { FeedStatus } from '@sofi/contracts';
import { newYorkDay, type ClockTick, type EquitySymbol, type FeedState, type Mode, type SymbolFeed } from '@sofi/domain';

/** as many as a person reads */
const TROUBLED_SHOWN = 20;
const TROUBLED: readonly SymbolFeed['state'][] = ['halted', 'stale', 'polling'];

/** What is known about the feed: its state in words, that of each symbol, how old the newest event is, where the market's clock stands. */
export class FeedBoard {
  private stateNow: FeedState = 'connecting';
  private reason = 'connecting to the broker';
  private lastEventTime = 0;
  private marketTime = 0;
  private symbols: readonly EquitySymbol[] = [];
  private readonly feeds = new Map<EquitySymbol, SymbolFeed>();

  constructor(private readonly mode: Mode) {}

  sawEvent(exchangeTime: number): void {
    if (exchangeTime > this.lastEventTime) this.lastEventTime = exchangeTime;
  }

  /** Answers what is to be said once more: with each new day the state of every symbol, for a stream forgets what was said days ago. */
  sawClock({ time }: ClockTick): SymbolFeed[] {
    if (time <= this.marketTime) return [];
    const isNewDay = this.marketTime > 0 && time >= newYorkDay(this.marketTime).end;
    this.marketTime = time;
    return isNewDay ? [...this.feeds.values()] : [];
  }

  changed(state: FeedState, reason: string): void {
    this.stateNow = state;
    this.reason = reason;
  }

  symbol(feed: SymbolFeed): void {
    this.feeds.set(feed.symbol, feed);
  }

  /** Replaces the list. Answers the last word on each symbol that has left it: nothing of it comes in any more. */
  watching(symbols: readonly EquitySymbol[]): SymbolFeed[] {
    const wanted = new Set(symbols);
    const left = [...this.feeds.values()].filter(({ symbol }) => !wanted.has(symbol));
    for (const { symbol } of left) this.feeds.delete(symbol);
    this.symbols = symbols;
    return left.map((feed) => this.unwatched(feed));
  }

  /** What to say of a symbol that nobody watches. Before the market has told its time, that of the newest event is the nearest to it. */
  unwatched({ symbol, lastEventTime }: Pick<SymbolFeed, 'symbol' | 'lastEventTime'>): SymbolFeed {
    return { symbol, state: 'closed', lastEventTime, since: this.marketTime || lastEventTime, reason: 'nobody watches it' };
  }

  /** Of the newest event of any symbol, by the market's clock; NaN before the first. */
  ageMs(): number {
    return this.lastEventTime === 0 ? Number.NaN : Math.max(0, this.marketTime - this.lastEventTime);
  }

  status(): FeedStatus {
    const feeds = [...this.feeds.values()];
    const troubled = TROUBLED.flatMap((state) => feeds.filter((feed) => feed.state === state));
    return {
      state: this.stateNow,
      reason: this.reason,
      mode: this.mode,
      symbols: [...this.symbols],
      counts: countsOf(feeds),
      troubled: troubled.slice(0, TROUBLED_SHOWN),
      lastEventTime: this.lastEventTime,
      time: this.marketTime,
    };
  }
}

function countsOf(feeds: readonly SymbolFeed[]): FeedStatus['counts'] {
  const counts: Partial<Record<SymbolFeed['state'], number>> = {};
  for (const { state } of feeds) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}
