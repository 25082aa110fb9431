import { RuleError } from '@sofi/domain';
import type { FeedLadder, StreamRung } from './feed-ladder.js';
import type { OpenStream } from './stream-connection.js';
import { StreamLine } from './stream-line.js';
import type { KeptSession } from './stream-session.js';
import type { StreamTiming } from './stream-timing.js';
import type { Timers } from './timer.js';
import { TradierError } from './tradier-error.js';

export interface MarketStreamOptions {
  readonly openSession: () => Promise<KeptSession>;
  readonly rungs: Readonly<Record<StreamRung, OpenStream>>;
  readonly ladder: FeedLadder;
  readonly timing: StreamTiming;
  readonly timers: Timers;
}

export interface MarketStreamListener {
  /** subscribed: a stream serves, for the first time, again, or in place of another that served until now */
  opened(rung: StreamRung, symbols: number): void;
  /** JSON texts, in order; true where any of them is of the market, which proves the connection. `drop` gives it up. */
  texts(texts: readonly string[], drop: (reason: string) => void): boolean;
  /** no stream serves; new attempts follow by themselves */
  lost(reason: string): void;
  /** what follows is of a connection that takes over from another, of which something may be lost: said before the text by which it takes over */
  unsure(reason: string): void;
  /** no stream is to be had, or one is again */
  polling(needed: boolean): void;
}

/** so many times longer must a connection last that told nothing, to count as one that worked */
const MUTE = 6;

const nothing = () => {};

/**
 * Keeps the market heard for as long as anything is subscribed, on the rung that the ladder names, each connection with a fresh session
 * and the whole list. One connection serves; a second may be opened beside it (of a better rung, or a fresh one after a day) and takes
 * over when it has been heard. What both tell is told twice. The older one may have been dead, or have said what is still on its way: what
 * then follows is told as unsure.
 */
export class MarketStream {
  #symbols: readonly string[] = [];
  #serving: StreamLine | undefined;
  #next: StreamLine | undefined;
  #opening: Promise<void> | undefined;
  #dropped = 0;
  #closed = false;
  #polling = false;
  #cancelAttempt = nothing;
  #cancelHandover = nothing;
  #cancelSettling: (() => void) | undefined;
  readonly #lines = new Set<Promise<void>>();

  constructor(
    private readonly options: MarketStreamOptions,
    private readonly listener: MarketStreamListener,
  ) {}

  /** pieces that were no JSON texts, given up so far */
  get dropped(): number {
    return this.#dropped + (this.#serving?.dropped ?? 0) + (this.#next?.dropped ?? 0);
  }

  /** Replaces the whole list. With none there is no connection. */
  subscribe(symbols: readonly string[]): void {
    if (this.#closed) return;
    const begins = this.#symbols.length === 0;
    this.#symbols = [...symbols];
    if (symbols.length === 0) this.#hangUp('nothing is subscribed');
    else if (begins) this.#plan();
    else this.#cancelSettling ??= this.options.timers.after(this.options.timing.settle, () => this.#settled());
  }

  /** False where there is no connection to send on. */
  send(text: string): boolean {
    return this.#serving?.send(text) ?? false;
  }

  /** Gives up what serves, for it does not show what trades; the next rung follows. */
  distrust(reason: string): void {
    const line = this.#serving;
    if (line === undefined) return;
    this.options.ladder.distrusted(line.rung);
    line.excused = true;
    line.drop(reason);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#hangUp('the feed is closed');
    await this.#opening;
    await Promise.all(this.#lines);
  }

  #hangUp(reason: string): void {
    this.#cancelAttempt();
    this.#cancelSettling?.();
    this.#cancelSettling = undefined;
    for (const line of [this.#next, this.#serving]) {
      if (line === undefined) continue;
      line.excused = true;
      line.drop(reason);
    }
    this.#poll(false);
  }

  #wanted(): boolean {
    return this.#symbols.length > 0 && !this.#closed;
  }

  #plan(): void {
    this.#cancelAttempt();
    if (!this.#wanted() || this.#opening !== undefined || this.#next !== undefined) return;
    const { rung, pause } = this.options.ladder.next(this.#serving?.rung);
    this.#cancelAttempt = this.options.timers.after(pause, () => {
      this.#opening = this.#open(rung);
    });
  }

  async #open(rung: StreamRung): Promise<void> {
    const session = await this.#session((reason) => this.#failed(rung, reason));
    this.#opening = undefined;
    if (session !== undefined && this.#wanted()) this.#connect(rung, session);
    else this.#plan();
  }

  /** Undefined where none is to be had, after `failed` has heard why. */
  async #session(failed: (reason: string) => void): Promise<KeptSession | undefined> {
    try {
      return await this.options.openSession();
    } catch (error) {
      if (!(error instanceof TradierError || error instanceof RuleError)) throw error;
      failed(error.message);
    }
  }

  #connect(rung: StreamRung, session: KeptSession): void {
    const line = new StreamLine(rung, session, this.#symbols, this.options.rungs[rung], {
      opened: (one) => this.#opened(one),
      texts: (one, texts) => this.#texts(one, texts),
      ended: (one, reason) => this.#ended(one, reason),
    });
    this.#next = line;
    this.#lines.add(line.gone);
    void line.gone.then(() => this.#lines.delete(line.gone));
  }

  #opened(line: StreamLine): void {
    const { timers, timing } = this.options;
    line.openedAt = timers.clock.now();
    if (this.#serving === undefined) this.#takeOver(line);
    else this.#cancelHandover = timers.after(timing.handover, () => this.#takeOver(line));
  }

  #texts(line: StreamLine, texts: readonly string[]): void {
    if (line === this.#next) this.#doubt();
    if (!this.listener.texts(texts, (reason) => line.drop(reason))) return;
    line.heard = true;
    if (line === this.#next) this.#takeOver(line);
  }

  /** Two connections know no order between them: what the one that serves has told last may come after the first word of the other, or never. */
  #doubt(): void {
    if (this.#serving !== undefined) this.listener.unsure('another connection took over');
  }

  #takeOver(line: StreamLine): void {
    this.#cancelHandover();
    if (!line.heard) this.#doubt();
    const former = this.#serving;
    this.#serving = line;
    this.#next = undefined;
    former?.drop('another connection has taken over');
    this.#poll(false);
    this.listener.opened(line.rung, line.symbols.length);
    void this.#resubscribe();
    this.#plan();
  }

  #ended(line: StreamLine, reason: string): void {
    this.#dropped += line.dropped;
    if (line === this.#next) {
      this.#next = undefined;
      this.#cancelHandover();
      this.#judge(line);
      if (this.#serving === undefined) this.#without(reason);
    } else if (line === this.#serving) {
      this.#judge(line);
      if (this.#next !== undefined && this.#next.openedAt > 0) this.#takeOver(this.#next);
      else {
        this.#serving = undefined;
        this.#without(reason);
      }
    }
    this.#plan();
  }

  #judge({ rung, heard, excused, openedAt }: StreamLine): void {
    if (excused) return;
    const { ladder, timers, timing } = this.options;
    // where the market is closed nothing may be heard for a long time
    const steady = heard ? timing.steady : MUTE * timing.steady;
    if (openedAt > 0 && timers.clock.now() - openedAt >= steady) ladder.worked(rung);
    else ladder.failed(rung);
  }

  #failed(rung: StreamRung, reason: string): void {
    this.options.ladder.failed(rung);
    if (this.#serving === undefined && this.#wanted()) this.#without(reason);
  }

  #without(reason: string): void {
    this.listener.lost(reason);
    this.#poll(this.#wanted() && this.options.ladder.exhausted);
  }

  #poll(needed: boolean): void {
    if (this.#polling === needed) return;
    this.#polling = needed;
    this.listener.polling(needed);
  }

  #settled(): void {
    this.#cancelSettling = undefined;
    void this.#resubscribe();
  }

  async #resubscribe(): Promise<void> {
    const line = this.#serving;
    const { timers, timing } = this.options;
    if (line === undefined || line.symbols === this.#symbols || !this.#wanted()) return;
    const tooOld = timers.clock.now() - line.session.since > timing.sessionLife;
    // without a session the list can not be changed: a new connection takes the new one
    const session = tooOld ? await this.#session((reason) => line.drop(reason)) : line.session;
    if (session === undefined || line !== this.#serving) return;
    if (line.subscribe(session, this.#symbols)) return this.listener.opened(line.rung, this.#symbols.length);
    line.excused = true;
    line.drop('a new list of symbols takes a new connection');
  }
}
