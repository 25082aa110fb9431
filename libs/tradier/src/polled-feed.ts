import { price, RuleError, type Clock, type EquitySymbol, type FeedListener, type MarketFeed, type Quote, type Trade } from '@sofi/domain';
import type { TradierHttp } from './http.js';
import { toSnapshot } from './mapper.js';
import { readQuotes } from './quotes.js';
import { every, SYSTEM_CLOCK, type Every } from './timer.js';
import { TradierError } from './tradier-error.js';
import type { WireQuote } from './wire/quotes.js';

const POLL_MS = 10_000;
/** the sandbox shows the market as it was a quarter of an hour ago */
const DELAY_MS = 15 * 60_000;

export interface PolledFeedOptions {
  readonly http: TradierHttp;
  readonly clock?: Clock;
  readonly every?: Every;
}

/**
 * A market without a stream, as in Tradier's sandbox: quotes are read every ten seconds and are a quarter of an hour old. The last
 * trade of each reading is passed on with the day's volume, so that volume which jumps by more than its size shows that others are
 * missing. The clock runs behind by the same delay, and only while the reading succeeds.
 */
export class PolledFeed implements MarketFeed {
  readonly #clock: Clock;
  readonly #stopPolling: () => void;
  readonly #volumes = new Map<EquitySymbol, number>();
  #symbols: readonly EquitySymbol[] = [];
  #reading: Promise<void> | undefined;
  #closed = false;

  constructor(
    private readonly options: PolledFeedOptions,
    private readonly listener: FeedListener,
  ) {
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    this.#stopPolling = (options.every ?? every)(POLL_MS, () => this.#poll());
  }

  subscribe(symbols: readonly EquitySymbol[]): void {
    this.#symbols = [...symbols];
    this.listener.state(symbols.length === 0 ? 'closed' : 'connecting', symbols.length === 0 ? 'nothing is subscribed' : `reading quotes of ${symbols.length} symbols`);
    this.#poll();
  }

  /** nobody waits */
  acknowledge(): void {}

  async close(): Promise<void> {
    this.#closed = true;
    this.#stopPolling();
    await this.#reading;
  }

  #poll(): void {
    if (this.#closed || this.#symbols.length === 0) return;
    this.#reading ??= this.#readOnce().finally(() => (this.#reading = undefined));
  }

  async #readOnce(): Promise<void> {
    const asked = this.#clock.now();
    try {
      const { quotes, unmatched } = await readQuotes(this.options.http, this.#symbols);
      if (this.#closed) return;
      for (const quote of quotes) this.#pass(quote);
      this.listener.clock({ kind: 'clock', time: Math.floor((asked - DELAY_MS) / 1000) * 1000, paced: false });
      const unknown = unmatched.length === 0 ? '' : `; unknown: ${unmatched.join(', ')}`;
      this.listener.state('delayed', `quotes are read every ${POLL_MS / 1000} seconds and are 15 minutes old${unknown}`);
    } catch (error) {
      if (!(error instanceof TradierError || error instanceof RuleError)) throw error;
      if (!this.#closed) this.listener.state('stale', error.message);
    }
  }

  #pass(wire: WireQuote): void {
    const receivedTime = this.#clock.now();
    const trade = toTrade(wire, receivedTime);
    const quote = toQuote(wire, receivedTime);
    if (trade && this.#volumes.get(trade.symbol) !== trade.cumulativeVolume) {
      this.#volumes.set(trade.symbol, trade.cumulativeVolume);
      this.listener.trade(trade);
    }
    if (quote) this.listener.quote(quote);
  }
}

/** The last trade that a quote tells of; undefined where there was none. */
export function toTrade(wire: WireQuote, receivedTime: number): Trade | undefined {
  const symbol = toSnapshot(wire)?.symbol;
  if (symbol === undefined || wire.last === null || wire.last <= 0 || wire.last_volume <= 0 || wire.trade_date <= 0) return undefined;
  return {
    kind: 'trade',
    symbol,
    price: price(wire.last),
    size: wire.last_volume,
    cumulativeVolume: wire.volume,
    exchange: wire.exch ?? '',
    session: 'regular',
    exchangeTime: wire.trade_date,
    receivedTime,
  };
}

export function toQuote(wire: WireQuote, receivedTime: number): Quote | undefined {
  const { symbol, bid, ask, bidSize, askSize } = toSnapshot(wire) ?? {};
  const exchangeTime = Math.max(wire.bid_date, wire.ask_date);
  if (!symbol || !bid || !ask || bidSize === undefined || askSize === undefined || exchangeTime <= 0) return undefined;
  return { kind: 'quote', symbol, bid, bidSize, ask, askSize, exchangeTime, receivedTime };
}
