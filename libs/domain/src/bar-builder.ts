import { BarAccumulator } from './bar-accumulator.js';
import type { Bar, BarQuality } from './bar.js';
import { bucketOf, type Bucket } from './bucket.js';
import { ClosedBars } from './closed-bars.js';
import { CountedDays } from './counted-days.js';
import type { Counted } from './day-volume.js';
import { Doubts, type Stretch } from './doubts.js';
import type { Trade } from './market-events.js';
import { mend } from './mending.js';
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
 * and repetitions change nothing. After a restart: `resume` with the stored bars, `replay` what was heard from the first trade on, by arrival, of any bucket
 * that was open, or word of a gap that reaches into one (or from any earlier; from the first of all where no bar was stored), then go on with `onTrade`. Where lost
 * prints are not said again, `replay` from the first trade on in the last `TAIL_MS` of the closed ones: without them it can not be told whether any are missing before the
 * first new print.
 *
 * Where prints may be missing (`missed` was said, or the day's cumulative volume has a hole) bars are of quality `gap`, until the volume proves that nothing was,
 * the prints come after all, or `repair` brings the truth.
 */
export class BarBuilder {
  private readonly graceMs: number;
  private readonly quietBars: boolean;
  /** buckets with trades that are not closed, oldest first: one, or two within the grace */
  private readonly open: BarAccumulator[] = [];
  private readonly closed: ClosedBars;
  private readonly days = new CountedDays((from) => this.forget(from));
  private readonly doubts: Doubts;
  /** buckets that end here or before are closed */
  private settled = -Infinity;
  /** the end of the oldest bucket that is not closed */
  private nextEnd = Infinity;
  private late = 0;
  private duplicates = 0;

  constructor(private readonly options: BarBuilderOptions) {
    const { timeframe, calendar, graceMs = GRACE_MS, quietBars = true } = options;
    this.graceMs = graceMs;
    this.quietBars = quietBars;
    this.closed = new ClosedBars(timeframe, calendar, quietBars);
    this.doubts = new Doubts(timeframe, calendar, this.days.all);
  }

  /**
   * Tells which bars were closed before, any order; they are not closed again. `listened`: somebody has listened since, so that a hole in the volume of a day that
   * began later is not taken for what was missed before the first word.
   */
  resume(bars: readonly Bar[], listened = false): void {
    const sorted = [...bars].toSorted((a, b) => a.start - b.start);
    for (const bar of sorted) {
      this.closed.keep(BarAccumulator.of(bar));
      this.doubts.resumedTo = this.settled = Math.max(this.settled, bar.end);
      if (bar.quality === 'backfilled') this.doubts.repair(bar);
    }
    if (listened && sorted.length > 0) this.doubts.began = this.doubts.resumedTo;
    // a day that turns now is the one after theirs
    if (this.closed.last) this.days.begin(this.closed.last.start);
    for (const bar of sorted) if (bar.quality === 'gap') this.reopen(bar, bar === sorted[0]);
    this.lookAhead();
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
    if (this.doubts.began === Infinity) this.doubts.began = time;
    this.settled = settled;
    return settled >= this.nextEnd || settled >= this.doubts.due ? this.settle(before) : NOTHING;
  }

  /**
   * Nothing was heard of the market from one time to another, both included: what overlaps is in doubt. Told before the first event behind it;
   * `replayed` where it was told before a restart, and the closed bars know.
   */
  missed(gap: Stretch, replayed = false): readonly BarChange[] {
    // what was on its way at both ends may be lost as well
    const from = Math.max(gap.from - this.graceMs, replayed ? this.doubts.resumedTo : this.rememberedFrom());
    const to = gap.to + this.graceMs;
    if (from > to) return NOTHING;
    this.doubts.missed({ from, to });
    return this.judgedAgain({ from, to });
  }

  /** Closed buckets in doubt, joined where they touch: `from` inclusive, `to` exclusive, oldest first. They may be without a bar. */
  doubtful(): readonly Stretch[] {
    return this.doubts.any() ? this.doubts.open(this.settled) : [];
  }

  /**
   * The truth about the buckets in doubt of a stretch, `to` exclusive: `traded` are all in which anything traded, the others were quiet. A bar keeps what it has where that is more
   * than the truth has volume. What was a bar is revised; a new one has revision 1, for it comes too late to be decided on.
   */
  repair(traded: readonly Bar[], known: Stretch): readonly BarChange[] {
    const { timeframe, calendar } = this.options;
    const better = mend({ timeframe, calendar, closed: this.closed, doubts: this.doubts }, traded, known, this.settled);
    this.lookAhead();
    return better.map((bar) => this.revised(bar));
  }

  /** The day's volume of the symbol, by the broker: where it is just what was counted, nothing is missing today. */
  onDayVolume(volume: number): readonly BarChange[] {
    const today = this.days.newest;
    return today?.isAll(volume) ? this.judgedAgain(this.doubts.dismiss(today)) : NOTHING;
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

  /** A stored bar in doubt. Of the first of all, what was before it in its session is in doubt as well. */
  private reopen(bar: Bar, isFirst: boolean): void {
    const start = isFirst ? (this.options.calendar.at(bar.start)?.open ?? bar.start) : bar.start;
    this.doubts.reopen({ start, end: bar.end });
  }

  private take(trade: Trade, countedBefore: boolean): readonly BarChange[] {
    const counted = this.days.count(trade);
    if (counted === undefined || counted === 'repeated') {
      if (counted) this.duplicates += 1;
      else this.late += 1;
      return NOTHING;
    }
    if (this.doubts.awaitsProof) this.doubts.onPrint(trade.exchangeTime);
    const changes = this.onClock(trade.exchangeTime);
    const placed = trade.session === 'regular' ? this.place(trade, changes, countedBefore) : changes;
    return counted === 'next' ? placed : this.noteHole(counted, placed);
  }

  private noteHole({ kind, hole }: Exclude<Counted, string>, changes: readonly BarChange[]): readonly BarChange[] {
    if (kind === 'opened') this.doubts.opened(hole);
    else this.doubts.filled();
    if (kind === 'filled' && hole.from !== undefined && hole.from < Infinity) return [...changes, ...this.judgedAgain({ from: hole.from, to: hole.above })];
    return changes;
  }

  private forget(before: number): void {
    this.closed.forget(before);
    this.doubts.forget(before);
  }

  private place(trade: Trade, changes: readonly BarChange[], countedBefore: boolean): readonly BarChange[] {
    const time = trade.exchangeTime;
    const newest = this.open[this.open.length - 1];
    if (newest !== undefined && time >= newest.start && time < newest.end) {
      newest.add(trade);
      return changes;
    }
    const bucket = this.bucketAt(time);
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
    this.closed.knownFrom = Math.min(this.closed.knownFrom, bucket.start);
    return made;
  }

  private settle(before: number): readonly BarChange[] {
    const judged = this.settled >= this.doubts.due ? this.doubts.review(this.settled) : undefined;
    const changes = this.settled >= this.nextEnd ? this.closeSettled(before) : NOTHING;
    return judged ? [...changes, ...this.judgedAgain(judged)] : changes;
  }

  private closeSettled(before: number): readonly BarChange[] {
    const changes: BarChange[] = [];
    let next = this.nextBucket(before);
    for (; next && next.end <= this.settled; next = this.nextBucket(before)) {
      if (next === this.open[0]) this.open.shift();
      this.closed.keep(next);
      changes.push({ kind: 'closed', bar: this.told(next) });
    }
    this.nextEnd = next?.end ?? Infinity;
    return changes;
  }

  private lookAhead(): void {
    this.nextEnd = this.nextBucket(this.settled)?.end ?? Infinity;
  }

  /** The oldest bucket that is not closed: one with trades, or a quiet one before it. */
  private nextBucket(heardTo: number): BarAccumulator | undefined {
    const traded = this.open[0];
    const { last } = this.closed;
    const quiet = this.quietBars && last ? this.quietBucketAfter(last, heardTo) : undefined;
    return quiet && (!traded || quiet.start < traded.start) ? BarAccumulator.flat(quiet.start, quiet.end, last!.close) : traded;
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
    const present = this.closed.get(bucket.start);
    if (this.doubts.isRepaired(bucket) || present?.quality === 'backfilled') return this.doubtAgain(bucket);
    const isKnown = bucket.start >= Math.min(this.closed.knownFrom, this.doubts.began);
    const bar = present ?? (isKnown ? new BarAccumulator(bucket.start, bucket.end) : undefined);
    if (!bar) return [];
    bar.add(trade);
    this.closed.keep(bar);
    const revised = [bar, ...this.carryOn(bar)].map((one) => this.revised(one));
    this.lookAhead();
    return revised;
  }

  /** A print that nobody had counted, of a bucket that was repaired: whether it was known when the truth was told can not be seen. */
  private doubtAgain(bucket: Bucket): BarChange[] {
    this.doubts.reopen(bucket);
    return this.judgedAgain({ from: bucket.start, to: bucket.start });
  }

  /** The bars with another quality than was last said. */
  private judgedAgain({ from, to }: Stretch): BarChange[] {
    const bars = this.closed.within({ from, to: Math.min(to, this.settled) });
    return bars.filter((bar) => this.qualityOf(bar) !== bar.told).map((bar) => this.revised(bar));
  }

  private carryOn(from: BarAccumulator): BarAccumulator[] {
    return this.closed.carryOn(from, { settled: this.settled, isRepaired: (bucket) => this.doubts.isRepaired(bucket) });
  }

  private rememberedFrom(): number {
    return Math.min(this.closed.knownFrom, this.days.oldestStart ?? this.doubts.began);
  }

  private revised(bar: BarAccumulator): BarChange {
    bar.revision += 1;
    return { kind: 'revised', bar: this.told(bar) };
  }

  private bucketAt(time: number): Bucket | undefined {
    const session = this.options.calendar.at(time);
    return session && bucketOf(this.options.timeframe, time, session);
  }

  private told(bar: BarAccumulator): Bar {
    const told = this.barOf(bar);
    bar.told = told.quality;
    return told;
  }

  private barOf(made: BarAccumulator): Bar {
    return made.bar(this.options.symbol, this.options.timeframe, this.qualityOf(made));
  }

  private qualityOf(bar: BarAccumulator): BarQuality {
    return this.doubts.cover(bar) ? 'gap' : bar.quality;
  }
}
