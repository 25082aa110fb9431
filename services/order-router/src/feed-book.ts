import { timeOfDay, type EquitySymbol, type SymbolFeed, type Trade } from '@sofi/domain';
import type { FeedTrust } from '@sofi/engine';

/** Read now and then, a price is good for an entry no longer than this, by the market's clock. */
const POLLED_AGE_MS = 60_000;

/** What market-data has last said of how far each symbol's prices can be trusted, for the gate. What is unsure opens nothing. */
export class FeedBook implements FeedTrust {
  private readonly feeds = new Map<EquitySymbol, SymbolFeed>();
  private readonly traded = new Map<EquitySymbol, number>();

  /** `isPaced`: a market that waits for its listeners repeats what they missed, so nothing of it is ever stale */
  constructor(private readonly isPaced: () => boolean) {}

  hear(feed: SymbolFeed): void {
    this.feeds.set(feed.symbol, feed);
  }

  saw({ symbol, exchangeTime }: Pick<Trade, 'symbol' | 'exchangeTime'>): void {
    this.traded.set(symbol, exchangeTime);
  }

  doubt(symbol: EquitySymbol, time: number, asker: 'strategy' | 'person'): string | undefined {
    if (this.isPaced()) return undefined;
    const feed = this.feeds.get(symbol);
    // of a symbol that nobody watches a person's ticket has just read the price from the broker; a strategy has not
    if (feed === undefined) return asker === 'person' ? undefined : `market-data has not said yet how far the prices of ${symbol} can be trusted`;
    if (feed.state === 'live' || feed.state === 'delayed') return undefined;
    if (feed.state === 'closed') return asker === 'person' ? undefined : `no prices of ${symbol} come in: ${feed.reason}`;
    if (feed.state === 'polling') return this.tooOld(feed, time);
    return `the prices of ${symbol} are ${feed.state} since ${timeOfDay(feed.since)} New York: ${feed.reason}`;
  }

  private tooOld({ symbol, lastEventTime, reason }: SymbolFeed, time: number): string | undefined {
    const age = time - Math.max(lastEventTime, this.traded.get(symbol) ?? 0);
    if (age <= POLLED_AGE_MS) return undefined;
    return `the newest price of ${symbol} is ${Math.round(age / 1_000)} s old, the limit is ${POLLED_AGE_MS / 1_000} s while prices are polled (${reason})`;
  }
}
