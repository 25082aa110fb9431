import type { Bar } from './bar.js';
import { BarAccumulator } from './bar-accumulator.js';
import { bucketOf, type Bucket } from './bucket.js';
import { DayVolume } from './day-volume.js';
import type { Trade } from './market-events.js';
import type { SessionCalendar } from './session.js';
import type { EquitySymbol } from './symbol.js';
import type { Timeframe } from './timeframe.js';

/** closed: a bucket is over, said once · revised: a closed bar is now better known, with the next revision */
export interface BarChange {
  readonly kind: 'closed' | 'revised';
  readonly bar: Bar;
}

/** How long after its end a bucket waits for stragglers: backtest, replay and warm-up agree on when a bar closes by agreeing on this. */
export const GRACE_MS = 2_000;

export interface BarBuilderOptions {
  readonly symbol: EquitySymbol;
  readonly timeframe: Timeframe;
  readonly calendar: SessionCalendar;
  /** how long after its end a bucket waits for stragglers */
  readonly graceMs?: number;
  /** a flat bar for each quiet bucket of an open session, once a close is known */
  readonly quietBars?: boolean;
}

const NOTHING: readonly BarChange[] = [];

/**
 * Trades of one symbol in, closed bars out, oldest first. Only regular trades make bars; all trades tell the time and the day's volume.
 * Time is that of the exchange: it moves with the trades and with `onClock`. A bucket closes when it reaches end + grace; until then the order of arrival
 * and repetitions change nothing. After a restart: `resume` with the stored bars, `replay` the trades from the first one of the oldest bucket
 * that was open (or from any earlier one; from the first of all where no bar was stored), then go on with `onTrade`.
 */
export class BarBuilder {
  private readonly graceMs: number;
  private readonly quietBars: boolean;
  /** buckets with trades that are not closed, oldest first: one, or two within the grace */
  private readonly open: BarAccumulator[] = [];
  /** bars of today and the trading day before, by start, for late trades */
  private readonly closed = new Map<number, BarAccumulator>();
  private last: BarAccumulator | undefined;
  /** buckets that end here or before are closed */
  private settled = -Infinity;
  /** the end of the oldest bucket that is not closed */
  private nextEnd = Infinity;
  /** bars are known from here on; of what was before, a late trade tells too little */
  private knownFrom = Infinity;
  private resumedTo = -Infinity;
  /** the first time that was heard of */
  private began = Infinity;
  private today: DayVolume | undefined;
  private yesterday: DayVolume | undefined;
  private late = 0;
  private duplicates = 0;

  constructor(private readonly options: BarBuilderOptions) {
    this.graceMs = options.graceMs ?? GRACE_MS;
    this.quietBars = options.quietBars ?? true;
  }

  /** Tells which bars were closed before, any order; they are not closed again. */
  resume(bars: readonly Bar[]): void {
    for (const bar of [...bars].toSorted((a, b) => a.start - b.start)) {
      this.last = BarAccumulator.of(bar);
      this.closed.set(bar.start, this.last);
      this.knownFrom = Math.min(this.knownFrom, bar.start);
      this.resumedTo = this.settled = Math.max(this.settled, bar.end);
    }
    this.nextEnd = this.nextBucket(this.settled)?.end ?? Infinity;
  }

  onTrade(trade: Trade): readonly BarChange[] {
    return this.take(trade, false);
  }

  /** A trade from before the stop: it fills the buckets that were open, and is already in the bars that were closed. */
  replay(trade: Trade): readonly BarChange[] {
    return this.take(trade, true);
  }

  /** The exchange's time, ms; an earlier one than before changes nothing. */
  onClock(time: number): readonly BarChange[] {
    const before = this.settled;
    const settled = time - this.graceMs;
    if (settled <= before) return NOTHING;
    if (this.began === Infinity) this.began = time;
    this.settled = settled;
    return settled >= this.nextEnd ? this.closeSettled(before) : NOTHING;
  }

  /** The newest bar so far. */
  forming(): Bar | undefined {
    const newest = this.open.at(-1);
    return newest && this.barOf(newest);
  }

  /** late: after the grace, of whatever age · duplicates: trades that had been counted */
  stats(): { late: number; duplicates: number } {
    return { late: this.late, duplicates: this.duplicates };
  }

  private take(trade: Trade, countedBefore: boolean): readonly BarChange[] {
    if (!this.isNews(trade)) return NOTHING;
    const time = trade.exchangeTime;
    const changes = this.onClock(time);
    if (trade.session !== 'regular') return changes;
    const newest = this.open[this.open.length - 1];
    if (newest === undefined || time < newest.start || time >= newest.end) return this.place(trade, changes, countedBefore);
    newest.add(trade);
    return changes;
  }

  private isNews(trade: Trade): boolean {
    const day = this.dayOf(trade.exchangeTime);
    if (day?.count(trade)) return true;
    if (day) this.duplicates += 1;
    else this.late += 1;
    return false;
  }

  private dayOf(time: number): DayVolume | undefined {
    if (!this.today || time >= this.today.end) this.turnDay(time);
    if (time >= this.today!.start) return this.today;
    this.yesterday ??= new DayVolume(time);
    return time >= this.yesterday.start && time < this.yesterday.end ? this.yesterday : undefined;
  }

  private turnDay(time: number): void {
    this.yesterday = this.today;
    this.today = new DayVolume(time);
    const from = (this.yesterday ?? this.today).start;
    for (const start of this.closed.keys()) if (start < from) this.closed.delete(start);
    if (this.knownFrom < from) this.knownFrom = from;
  }

  private place(trade: Trade, changes: readonly BarChange[], countedBefore: boolean): readonly BarChange[] {
    const bucket = this.bucketAt(trade.exchangeTime);
    if (!bucket) return changes;
    if (bucket.end > this.settled) {
      this.openAt(bucket).add(trade);
      return changes;
    }
    return countedBefore ? changes : [...changes, ...this.revise(trade, bucket)];
  }

  private openAt(bucket: Bucket): BarAccumulator {
    const found = this.open.find((one) => one.start === bucket.start);
    if (found) return found;
    const made = new BarAccumulator(bucket.start, bucket.end);
    this.open.push(made);
    this.open.sort((a, b) => a.start - b.start);
    this.nextEnd = Math.min(this.nextEnd, bucket.end);
    this.knownFrom = Math.min(this.knownFrom, bucket.start);
    return made;
  }

  private closeSettled(before: number): readonly BarChange[] {
    const changes: BarChange[] = [];
    let next = this.nextBucket(before);
    for (; next && next.end <= this.settled; next = this.nextBucket(before)) {
      if (next === this.open[0]) this.open.shift();
      this.closed.set(next.start, next);
      this.last = next;
      changes.push({ kind: 'closed', bar: this.barOf(next) });
    }
    this.nextEnd = next?.end ?? Infinity;
    return changes;
  }

  /** The oldest bucket that is not closed: one with trades, or a quiet one before it. */
  private nextBucket(heardTo: number): BarAccumulator | undefined {
    const traded = this.open[0];
    const quiet = this.quietBars && this.last ? this.quietBucketAfter(this.last, heardTo) : undefined;
    return quiet && (!traded || quiet.start < traded.start) ? BarAccumulator.flat(quiet.start, quiet.end, this.last!.close) : traded;
  }

  /**
   * Silence is only known to be silence where somebody listened: a session that time jumped over as a whole was not quiet but missed,
   * and gets no bars.
   */
  private quietBucketAfter(last: BarAccumulator, heardTo: number): Bucket | undefined {
    const { calendar, timeframe } = this.options;
    let session = calendar.at(last.end) ?? calendar.next(last.end);
    const traded = this.open[0]?.start ?? Infinity;
    while (session && session.close <= this.settled && session.open > heardTo + this.graceMs && session.close <= traded) session = calendar.next(session.open);
    return session && bucketOf(timeframe, Math.max(last.end, session.open), session);
  }

  private revise(trade: Trade, bucket: Bucket): BarChange[] {
    this.late += 1;
    const bar = this.closed.get(bucket.start) ?? (bucket.start >= this.knownFrom ? new BarAccumulator(bucket.start, bucket.end) : undefined);
    if (!bar) return [];
    this.closed.set(bucket.start, bar);
    bar.add(trade);
    return [bar, ...this.carryOn(bar)].map((one) => this.revised(one));
  }

  /** The flat bars right behind a revised one repeat its close. */
  private carryOn(from: BarAccumulator): BarAccumulator[] {
    const carried: BarAccumulator[] = [];
    for (let next = this.closed.get(from.end); next && next.tradeCount === 0 && next.close !== from.close; next = this.closed.get(next.end)) {
      next.carry(from.close);
      carried.push(next);
    }
    return carried;
  }

  private revised(bar: BarAccumulator): BarChange {
    bar.revision += 1;
    return { kind: 'revised', bar: this.barOf(bar) };
  }

  private bucketAt(time: number): Bucket | undefined {
    const session = this.options.calendar.at(time);
    return session && bucketOf(this.options.timeframe, time, session);
  }

  private barOf(made: BarAccumulator): Bar {
    return made.bar(this.options.symbol, this.options.timeframe, this.lacksVolume(made) ? 'gap' : made.quality);
  }

  private lacksVolume({ start, end }: BarAccumulator): boolean {
    const day = [this.today, this.yesterday].find((one) => one && start >= one.start && start < one.end);
    return day?.lacks(start, end, this.trustedFrom(start)) ?? false;
  }

  /**
   * What is missing before the first bucket of a session may be the pre-market's. A builder that begins inside a session does not know what it missed,
   * so it believes every hole; one that resumes believes those it saw itself.
   */
  private trustedFrom(start: number): number {
    const open = this.options.calendar.at(start)?.open ?? start;
    if (this.resumedTo > open) return this.resumedTo;
    return start > open && this.began > open ? -Infinity : open;
  }
}
