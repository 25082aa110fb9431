import { clockMessage, encode, encodeQuote, encodeTrade, feedGapMessage, subjects, symbolFeedMessage } from '@sofi/contracts';
import type { ClockTick, FeedGap, FeedListener, FeedState, Quote, SymbolFeed, Trade } from '@sofi/domain';
import type { Batch, Bus } from '@sofi/nats';
import type { FeedBoard } from './feed-board.js';

/** What came in, for the metrics. */
export interface IngestCounts {
  trades: number;
  quotes: number;
  ticks: number;
}

interface Line {
  readonly subject: string;
  readonly text: string;
  readonly seals: boolean;
}

/**
 * Puts each event of the feed on its symbol's subject. Trades go out without waiting; the clock tick behind them is acknowledged by the
 * stream, which proves that all of them are stored. Trades do not wait for that; a tick waits for the one before, and what comes after it
 * with it: the order of the feed is the order of the stream.
 */
export class Ingest implements FeedListener {
  readonly counts: IngestCounts = { trades: 0, quotes: 0, ticks: 0 };
  private waiting: Line[] = [];
  private sealing = false;

  constructor(
    private readonly bus: Pick<Bus, 'publish'>,
    private readonly batch: Batch,
    private readonly board: FeedBoard,
    private readonly failed: (error: unknown) => void,
  ) {}

  trade(trade: Trade): void {
    this.counts.trades += 1;
    this.board.sawEvent(trade.exchangeTime);
    this.write({ subject: subjects.trade(trade.symbol), text: encodeTrade(trade), seals: false });
  }

  quote(quote: Quote): void {
    this.counts.quotes += 1;
    this.board.sawEvent(quote.exchangeTime);
    this.bus.publish(subjects.quote(quote.symbol), encodeQuote(quote));
  }

  clock(tick: ClockTick): void {
    this.counts.ticks += 1;
    for (const feed of this.board.sawClock(tick)) this.tellSymbol(feed);
    this.write({ subject: subjects.marketClock, text: encode(clockMessage, tick), seals: true });
  }

  state(state: FeedState, reason: string): void {
    this.board.changed(state, reason);
  }

  symbol(feed: SymbolFeed): void {
    this.board.symbol(feed);
    this.tellSymbol(feed);
  }

  /** What is known of a symbol without having been heard from the feed. */
  tellSymbol(feed: SymbolFeed): void {
    this.write({ subject: subjects.symbolFeed(feed.symbol), text: encode(symbolFeedMessage, feed), seals: false });
  }

  missed(gap: FeedGap): void {
    this.write({ subject: subjects.feedGap, text: encode(feedGapMessage, gap), seals: false });
  }

  private write(line: Line): void {
    if (this.waiting.length > 0 || (this.sealing && line.seals)) this.waiting.push(line);
    else if (line.seals) this.seal(line);
    else this.batch.append(line.subject, line.text);
  }

  private seal(line: Line): void {
    this.sealing = true;
    this.batch.seal(line.subject, line.text).then(() => {
      this.sealing = false;
      this.writeWaiting();
    }, this.failed);
  }

  private writeWaiting(): void {
    const lines = this.waiting;
    this.waiting = [];
    for (const line of lines) this.write(line);
  }
}
