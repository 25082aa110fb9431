import type { ClockTick, EquitySymbol, Quote, Trade } from '@sofi/domain';
import { PrintPairs } from './print-pairs.js';
import { DROPS, readMessage, type Dropped, type Timesale } from './stream-messages.js';
import type { TimesaleVolume } from './timesale-volume.js';
import type { After } from './timer.js';
import { ToldPrints } from './told-prints.js';

export interface IntakeListener {
  trade(trade: Trade): void;
  quote(quote: Quote): void;
  clock(tick: ClockTick): void;
}

/** What was not passed on, by reason, since the feed was made. */
export type FeedStats = Readonly<Record<Dropped, number>>;

/** JSON texts in, neutral events out, each print once; what is dropped is counted by its reason. */
export class MarketIntake {
  readonly #dropped = Object.fromEntries(DROPS.map((why) => [why, 0])) as Record<Dropped, number>;
  #told = new ToldPrints();
  #pairs: PrintPairs;

  constructor(
    private readonly volume: TimesaleVolume,
    private readonly after: After,
    private readonly listener: IntakeListener,
  ) {
    this.#pairs = this.#newPairs();
  }

  stats(): FeedStats {
    return { ...this.#dropped };
  }

  /** A market that repeats what was not acknowledged is heard out. */
  forget(): void {
    this.flush();
    this.#told = new ToldPrints();
    this.#pairs = this.#newPairs();
  }

  /** Passes on what waits for its twin. */
  flush(): void {
    this.#pairs.flush();
  }

  /** The words of an error, which is for who keeps the connection; undefined for what was of the market. */
  take(text: string, symbols: ReadonlyMap<string, EquitySymbol>, receivedTime: number): string | undefined {
    const message = readMessage(text, symbols, receivedTime);
    if (message.kind === 'trade') {
      this.#pairs.take(message);
      return undefined;
    }
    this.flush();
    if (message.kind === 'error') return message.text;
    if (message.kind === 'timesale') this.#timesale(message);
    else if (message.kind === 'dropped') this.#drop(message.why);
    else if (message.kind === 'quote') this.listener.quote(message);
    else this.listener.clock(message);
    return undefined;
  }

  /** The last trade of a reading, unless it is known already. */
  polled(trade: Trade): void {
    if (this.#told.repeated(trade) === undefined) this.listener.trade(trade);
  }

  #timesale(timesale: Timesale): void {
    const placed = this.volume.place(timesale);
    if (typeof placed === 'string') this.#drop(placed);
    else this.listener.trade(placed);
  }

  #newPairs(): PrintPairs {
    return new PrintPairs(this.#told, this.after, { pass: (trade) => this.listener.trade(trade), drop: (why) => this.#drop(why) });
  }

  #drop(why: Dropped): void {
    this.#dropped[why] += 1;
  }
}
