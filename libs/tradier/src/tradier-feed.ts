import type { Clock, EquitySymbol, FeedListener, MarketFeed, Mode } from '@sofi/domain';
import { FrameSplitter } from './frame-splitter.js';
import { MarketStream, type StreamOptions } from './market-stream.js';
import { PrintPairs } from './print-pairs.js';
import { readMessage, type Dropped } from './stream-messages.js';
import { every, SYSTEM_CLOCK, type Every } from './timer.js';

export interface FeedOptions extends Omit<StreamOptions, 'filter'> {
  /** a simulated market tells its own time, and may wait for us; a real one has our clock */
  readonly mode: Exclude<Mode, 'sandbox'>;
  readonly clock?: Clock;
  readonly every?: Every;
}

/** What was not passed on, by reason, since the feed was made. */
export type FeedStats = Readonly<Record<Dropped, number>>;

/** The market stream as neutral events. Tradier's sandbox has no stream: see PolledFeed. */
export class TradierFeed implements MarketFeed {
  readonly #stream: MarketStream;
  readonly #clock: Clock;
  readonly #stopTicking: () => void;
  readonly #dropped = { malformed: 0, unknown: 0, empty: 0, 'one-sided': 0, summary: 0, duplicate: 0 };
  #symbols: ReadonlyMap<string, EquitySymbol> = new Map();
  #splitter = new FrameSplitter();
  #pairs: PrintPairs;
  #open = false;
  #closing = false;
  #acknowledged = 0;

  constructor(
    options: FeedOptions,
    private readonly listener: FeedListener,
  ) {
    const simulated = options.mode === 'simulated';
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    this.#pairs = this.#newPairs();
    this.#stream = new MarketStream(
      { ...options, filter: ['trade', 'quote', 'tradex', 'summary', ...(simulated ? ['clock'] : [])] },
      { opened: (count) => this.#opened(count), frame: (text) => this.#frame(text), lost: (reason) => this.#lost(reason) },
    );
    this.#stopTicking = simulated ? () => {} : (options.every ?? every)(1000, () => this.#tick());
  }

  subscribe(symbols: readonly EquitySymbol[]): void {
    this.#symbols = new Map(symbols.map((symbol) => [symbol, symbol]));
    if (symbols.length > 0 && !this.#open && !this.#closing) this.listener.state('connecting', `connecting for ${symbols.length} symbols`);
    this.#stream.subscribe([...this.#symbols.keys()]);
  }

  acknowledge(time: number): void {
    this.#acknowledged = Math.max(this.#acknowledged, time);
    this.#stream.send(JSON.stringify({ acknowledge: String(time) }));
  }

  stats(): FeedStats {
    return { ...this.#dropped, malformed: this.#dropped.malformed + this.#splitter.dropped };
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.#stopTicking();
    this.#pairs.flush();
    await this.#stream.close();
  }

  #opened(count: number): void {
    this.#dropped.malformed += this.#splitter.dropped;
    this.#splitter = new FrameSplitter();
    this.#pairs = this.#newPairs();
    this.#open = true;
    this.listener.state('live', `subscribed to ${count} symbols`);
  }

  #lost(reason: string): void {
    this.#pairs.flush();
    this.#open = false;
    this.listener.state(this.#closing || this.#symbols.size === 0 ? 'closed' : 'connecting', reason);
  }

  #newPairs(): PrintPairs {
    return new PrintPairs(
      (trade) => this.listener.trade(trade),
      () => (this.#dropped.duplicate += 1),
    );
  }

  #frame(text: string): void {
    const receivedTime = this.#clock.now();
    for (const piece of this.#splitter.split(text)) this.#message(piece, receivedTime);
  }

  #message(text: string, receivedTime: number): void {
    const message = readMessage(text, this.#symbols, receivedTime);
    if (message.kind === 'trade') return this.#pairs.take(message);
    this.#pairs.flush();
    if (message.kind === 'quote') this.listener.quote(message);
    else if (message.kind === 'clock') this.#marketClock(message.time, message.paced);
    else if (message.kind === 'error') this.#error(message.text);
    else this.#dropped[message.why] += 1;
  }

  /** After a broken connection a paced market repeats what it had not heard acknowledged; what was done already is not waited for again. */
  #marketClock(time: number, paced: boolean): void {
    this.listener.clock({ kind: 'clock', time, paced });
    if (paced && time <= this.#acknowledged) this.acknowledge(time);
  }

  /** A session that is gone or one too many ends the connection; of any other error (an unknown symbol) the rest goes on. */
  #error(text: string): void {
    if (/session/i.test(text)) this.#stream.drop();
    this.listener.state(this.#open ? 'live' : 'connecting', `Tradier: ${text}`);
  }

  /** Where the connection is down nothing is known of the market's time: the clock waits, so that no bar is closed for want of data. */
  #tick(): void {
    if (!this.#open) return;
    this.#pairs.flush();
    this.listener.clock({ kind: 'clock', time: Math.floor(this.#clock.now() / 1000) * 1000, paced: false });
  }
}
