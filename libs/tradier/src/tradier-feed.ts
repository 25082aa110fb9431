import {
  nyseCalendar,
  type ClockTick,
  type EquitySymbol,
  type FeedListener,
  type FeedState,
  type MarketFeed,
  type Mode,
  type Quote,
  type SessionCalendar,
  type Trade,
} from '@sofi/domain';
import { FeedGaps } from './feed-gaps.js';
import { FeedLadder, type StreamRung } from './feed-ladder.js';
import { timersOf, tradierRungs, type FeedOptions } from './feed-options.js';
import { MarketIntake, type FeedStats } from './market-intake.js';
import { MarketStream } from './market-stream.js';
import { toQuote, toTrade } from './quote-events.js';
import { LIVE_PACE, QuotePolls, SANDBOX_PACE, type Reading } from './quote-polls.js';
import { openSession } from './stream-session.js';
import { TIMING } from './stream-timing.js';
import { SymbolTrust } from './symbol-trust.js';
import type { Timers } from './timer.js';
import { TimesaleVolume } from './timesale-volume.js';
import { VolumeReader } from './volume-reader.js';

/** the sandbox shows the market as it was a quarter of an hour ago */
const SANDBOX_DELAY_MS = 15 * 60_000;
const SECOND = 1_000;

/**
 * The market as neutral events, by the best way there is: a socket, an HTTP stream, or quotes read now and then, and back up again. It
 * says how far each symbol can be trusted, and which stretch of time may lack prints.
 */
export class TradierFeed implements MarketFeed {
  readonly #mode: Mode;
  readonly #calendar: Pick<SessionCalendar, 'at'>;
  readonly #timers: Timers;
  readonly #ladder: FeedLadder;
  readonly #stream: MarketStream;
  readonly #intake: MarketIntake;
  readonly #polls: QuotePolls;
  readonly #trust: SymbolTrust;
  readonly #volumes: VolumeReader | undefined;
  readonly #gaps = new FeedGaps();
  readonly #stopTicking: () => void;
  #symbols: ReadonlyMap<string, EquitySymbol> = new Map();
  #polling = false;
  #streaming = false;
  /** when a stream began to serve, on our clock */
  #openedAt = 0;
  /** a simulated market that waits for us repeats what it was not told; undefined until it has said whether it does */
  #paced: boolean | undefined;
  #marketTime = 0;
  #acknowledged = 0;
  #closing = false;
  #said: { readonly state?: FeedState; readonly reason?: string } = {};

  constructor(
    options: FeedOptions,
    private readonly listener: FeedListener,
  ) {
    const { http, mode, calendar } = options;
    const timing = { ...TIMING, ...options.timing };
    const timers = timersOf(options);
    const volume = new TimesaleVolume();
    this.#mode = mode;
    this.#calendar = calendar ?? nyseCalendar();
    this.#timers = timers;
    this.#paced = mode === 'simulated' ? undefined : false;
    this.#ladder = new FeedLadder(timing, options.random ?? Math.random);
    this.#ladder.allow(mode === 'live');
    this.#volumes = options.timesale === true ? new VolumeReader(http, volume, timers.clock) : undefined;
    this.#intake = new MarketIntake(volume, timers.after, {
      trade: (trade) => this.#trade(trade),
      quote: (quote) => this.#quote(quote),
      clock: (tick) => this.#marketClock(tick),
    });
    this.#trust = new SymbolTrust({ http, timers, calendar, timing: options.watch, marketNow: () => this.#marketNow(), tell: (feed) => listener.symbol(feed) });
    this.#polls = new QuotePolls(http, timers, mode === 'sandbox' ? SANDBOX_PACE : LIVE_PACE, {
      read: (reading) => this.#read(reading),
      failed: (reason) => this.#unread(reason),
    });
    const rungs = options.rungs ?? tradierRungs(options, timing, timers.every);
    this.#stream = new MarketStream(
      { openSession: () => openSession(http, 'markets', timers.clock), rungs, ladder: this.#ladder, timing, timers },
      {
        opened: (rung, count) => this.#opened(rung, count),
        texts: (texts, drop) => this.#texts(texts, drop),
        lost: (reason) => this.#lost(reason),
        unsure: (reason) => this.#missing(reason),
        polling: (needed) => this.#poll(needed),
      },
    );
    this.#stopTicking = timers.every(SECOND, () => this.#second());
  }

  subscribe(symbols: readonly EquitySymbol[]): void {
    if (this.#closing) return;
    this.#symbols = new Map(symbols.map((symbol) => [symbol, symbol]));
    this.#trust.follow(symbols);
    if (symbols.length === 0) this.#say('closed', 'nothing is subscribed');
    else if (!this.#streaming && !this.#polling) this.#say('connecting', `connecting for ${symbols.length} symbols`);
    if (this.#mode === 'sandbox') this.#poll(symbols.length > 0);
    else {
      if (this.#polling) this.#poll(true);
      this.#stream.subscribe([...this.#symbols.keys()]);
    }
  }

  acknowledge(time: number): void {
    this.#acknowledged = Math.max(this.#acknowledged, time);
    this.#stream.send(JSON.stringify({ acknowledge: String(time) }));
  }

  stats(): FeedStats {
    const stats = this.#intake.stats();
    return { ...stats, malformed: stats.malformed + this.#stream.dropped };
  }

  async close(): Promise<void> {
    if (this.#symbols.size > 0 && !this.#closing) this.#say('closed', 'the feed is closed');
    this.#closing = true;
    this.#stopTicking();
    this.#intake.flush();
    await Promise.all([this.#stream.close(), this.#polls.close(), this.#trust.close(), this.#volumes?.close()]);
  }

  #opened(rung: StreamRung, count: number): void {
    const reason = `subscribed to ${count} symbols${rung === 'http' ? ' by the HTTP stream; the socket is tried again' : ''}`;
    if (!this.#streaming) {
      this.#openedAt = this.#timers.clock.now();
      this.#trust.streaming(reason);
    }
    this.#streaming = true;
    this.#say('live', reason);
  }

  #lost(reason: string): void {
    this.#intake.flush();
    // what a simulated market repeats on its next connection is passed on: who stores it knows
    if (this.#mode === 'simulated') this.#intake.forget();
    if (this.#streaming) {
      this.#missing(reason);
      this.#trust.lost(reason);
    }
    this.#streaming = false;
    const nightly = this.#trust.marketIsClosed ? '; the market is closed, and Tradier ends its streams every night' : '';
    if (this.#symbols.size > 0 && !this.#closing && !this.#polling) this.#say('connecting', `${reason}${nightly}`);
  }

  /** A market that repeats what was not heard has no gaps. */
  #missing(reason: string): void {
    this.#intake.flush();
    if (this.#paced === false) this.#gaps.broken(reason, this.#trust.staleSince());
  }

  #poll(needed: boolean): void {
    this.#polling = needed;
    if (needed) this.#polls.start([...this.#symbols.values()]);
    else this.#polls.stop();
  }

  #read(reading: Reading): void {
    const receivedTime = this.#timers.clock.now();
    let newest = 0;
    for (const wire of reading.quotes) {
      const trade = toTrade(wire, receivedTime, this.#calendar);
      const quote = toQuote(wire, receivedTime);
      if (trade) this.#intake.polled(trade);
      if (quote) this.#quote(quote);
      newest = Math.max(newest, trade?.exchangeTime ?? 0, quote?.exchangeTime ?? 0);
    }
    this.#trust.looked(reading);
    this.#polledClock(reading.asked, newest);
    const seconds = this.#polls.interval / SECOND;
    const delayed = this.#mode === 'sandbox';
    const unknown = reading.unmatched.length === 0 ? '' : `; unknown: ${reading.unmatched.join(', ')}`;
    const reason = `quotes are read every ${seconds} seconds${delayed ? ' and are 15 minutes old' : ', for no stream is to be had'}${unknown}`;
    if (!delayed && newest > 0 && !this.#gaps.open) this.#unheard(newest, receivedTime, reason);
    this.#trust.enter({ kind: delayed ? 'delayed' : 'polling', reason });
    this.#say(delayed ? 'delayed' : 'polling', reason);
  }

  /** Read before any stream was heard: from here on prints are missed. */
  #unheard(newest: number, receivedTime: number, reason: string): void {
    this.#gaps.heard(this.#mode === 'simulated' ? newest : Math.min(newest, receivedTime));
    this.#missing(reason);
  }

  #unread(reason: string): void {
    this.#trust.enter({ kind: 'lost', reason });
    this.#say('stale', reason);
  }

  #texts(texts: readonly string[], drop: (reason: string) => void): boolean {
    const receivedTime = this.#timers.clock.now();
    let useful = false;
    for (const text of texts) {
      const error = this.#intake.take(text, this.#symbols, receivedTime);
      if (error === undefined) useful = true;
      else this.#error(error, drop);
    }
    return useful;
  }

  /** A session that is gone or one too many ends the connection; of any other error (an unknown symbol) the rest goes on. */
  #error(text: string, drop: (reason: string) => void): void {
    const reason = `Tradier: ${text}`;
    if (/session/i.test(text)) return drop(reason);
    this.#trust.error(text);
    this.#say(this.#streaming ? 'live' : this.#polling ? 'polling' : 'connecting', reason);
  }

  #trade(trade: Trade): void {
    this.#sign(trade.exchangeTime, trade.receivedTime);
    this.#trust.trade(trade);
    this.listener.trade(trade);
  }

  #quote(quote: Quote): void {
    this.#sign(quote.exchangeTime, quote.receivedTime);
    this.#trust.quote(quote);
    this.listener.quote(quote);
  }

  /** A simulated market's own. After a broken connection a paced one repeats what it had not heard acknowledged; what was done already is not waited for again. */
  #marketClock(tick: ClockTick): void {
    const { time, paced } = tick;
    if (paced !== this.#paced) {
      this.#paced = paced;
      this.#ladder.allow(!paced);
    }
    this.#marketTime = time;
    this.#sign(time, time);
    this.listener.clock(tick);
    if (paced && time <= this.#acknowledged) this.acknowledge(time);
  }

  /** Something of the market has come on a stream. In a simulated market our clock says nothing. */
  #sign(time: number, receivedTime: number): void {
    if (!this.#streaming) return;
    const simulated = this.#mode === 'simulated';
    if (this.#gaps.open) this.#endGap(simulated ? time : Math.max(time, receivedTime));
    // a clock of the exchange that is ahead of ours must not hide what is missed behind it
    this.#gaps.heard(simulated ? time : Math.min(time, receivedTime));
  }

  #endGap(to: number): void {
    const gap = this.#gaps.end(to);
    if (gap) this.listener.missed(gap);
  }

  #second(): void {
    if (this.#streaming && this.#mode === 'live') this.#ownClock();
    if (this.#streaming) this.#volumes?.read(this.#symbols.values());
    const distrusted = this.#trust.second(this.#streaming && this.#paced === false);
    if (distrusted !== undefined) this.#stream.distrust(distrusted);
  }

  /**
   * Where the connection is down nothing is known of the market's time: the clock waits, so that no bar is closed for want of data. It
   * also waits for a moment behind a gap, for a subscription takes effect a little after it was sent.
   */
  #ownClock(): void {
    const now = this.#timers.clock.now();
    if (this.#gaps.open && now - this.#openedAt < SECOND) return;
    this.#intake.flush();
    if (this.#gaps.open) this.#endGap(now);
    this.listener.clock({ kind: 'clock', time: Math.floor(now / SECOND) * SECOND, paced: false });
  }

  /** Of readings: what was asked for at that time is said, but for a simulated market, whose time is that of its newest event. */
  #polledClock(asked: number, newest: number): void {
    const now = this.#mode === 'simulated' ? newest : this.#mode === 'sandbox' ? asked - SANDBOX_DELAY_MS : asked;
    const time = Math.floor(now / SECOND) * SECOND;
    if (time <= 0) return;
    this.#marketTime = time;
    this.listener.clock({ kind: 'clock', time, paced: false });
  }

  #marketNow(): number {
    const now = this.#timers.clock.now();
    if (this.#mode === 'simulated') return this.#marketTime;
    return this.#mode === 'sandbox' ? now - SANDBOX_DELAY_MS : now;
  }

  /** Once for each change: a reading of quotes that is as the one before is none. */
  #say(state: FeedState, reason: string): void {
    if (state === this.#said.state && reason === this.#said.reason) return;
    this.#said = { state, reason };
    this.listener.state(state, reason);
  }
}
