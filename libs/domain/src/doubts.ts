import { bucketOf, type Bucket } from './bucket.js';
import { bucketsBetween } from './buckets-between.js';
import type { DayVolume, Hole } from './day-volume.js';
import { newYorkDay } from './new-york-time.js';
import type { SessionCalendar } from './session.js';
import { joined } from './stretches.js';
import type { Timeframe } from './timeframe.js';

/** The end of the last closed bucket that a restart hears again: its prints tell whether any are missing before the first new one. */
export const TAIL_MS = 5_000;

/** A stretch of exchange time, ms; what its ends mean is said where it is used. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Prints of [from, to], within one New York day, may have been missed. */
interface Suspicion extends Stretch {
  /** a print of the same day behind it tells by its cumulative volume what was missed, if anything */
  readonly provable: boolean;
  /** when that print happened */
  provenAt: number;
}

/**
 * Where prints may be missing, and why: somebody said that nothing was heard, or the day's cumulative volume has a hole. What was said is believed until
 * a later print proves it: without a hole nothing was missed, with one the hole takes its place. A hole is believed when the grace of
 * its stragglers is over. What was repaired is in doubt no more.
 */
export class Doubts {
  /** when the settled time comes here, `review` has something to say */
  due = Infinity;
  /** a print may prove something: then `onPrint` wants to hear of it */
  awaitsProof = false;
  /** the first time that was heard of */
  began = Infinity;
  /** up to here bars were known at the start */
  resumedTo = -Infinity;
  private suspicions: Suspicion[] = [];
  /** what `open` said, and the settled time at which it may say more; it is asked every second */
  private said: { readonly open: Stretch[]; readonly until: number } | undefined;
  private readonly repaired = new Set<number>();

  constructor(
    private readonly timeframe: Timeframe,
    private readonly calendar: SessionCalendar,
    /** those whose volume is counted; the builder turns them */
    private readonly days: readonly DayVolume[],
  ) {}

  /** Nothing was heard from `from` to `to`. Told before the first print behind it. */
  missed({ from, to }: Stretch): void {
    this.said = undefined;
    for (let start = from; start <= to;) {
      const { end } = newYorkDay(start);
      const part = { from: start, to: Math.min(to, end - 1), provable: true, provenAt: Infinity };
      if (this.buckets(part).length > 0) this.suspicions.push(part);
      start = end;
    }
    this.awaitsProof = this.suspicions.length > 0;
  }

  /** A bucket that is in doubt whatever volume says, until it is repaired. */
  reopen({ start, end }: Bucket): void {
    this.said = undefined;
    this.repaired.delete(start);
    const last = this.suspicions.at(-1);
    const follows = last && !last.provable && last.to + 1 === start;
    if (follows) this.suspicions.pop();
    this.suspicions.push({ from: follows ? last.from : start, to: end - 1, provable: false, provenAt: Infinity });
  }

  /** A print of a day whose volume is being counted. */
  onPrint(time: number): void {
    for (const one of this.suspicions) {
      if (!one.provable || one.provenAt < Infinity || time < one.to || time >= newYorkDay(one.to).end) continue;
      one.provenAt = time;
      this.due = Math.min(this.due, time);
    }
    this.awaitsProof = this.suspicions.some(({ provable, provenAt }) => provable && provenAt === Infinity);
  }

  /** A new hole: in doubt when the straggler that would close it is later than the grace. */
  opened(hole: Hole): void {
    this.said = undefined;
    this.due = Math.min(this.due, hole.above);
  }

  /** A hole became smaller. */
  filled(): void {
    this.said = undefined;
  }

  /** Settles what can be told by now. Answers where bars may be judged otherwise than before, ends included. */
  review(settled: number): Stretch | undefined {
    this.due = Infinity;
    this.said = undefined;
    const changed: Stretch[] = [];
    for (const day of this.days) {
      for (const hole of day.holes) {
        if (hole.from !== undefined) continue;
        if (hole.above > settled) this.opened(hole);
        else changed.push(this.believe(hole, day));
      }
    }
    const proven = this.suspicions.filter(({ provenAt }) => provenAt <= settled);
    this.suspicions = this.suspicions.filter(({ provenAt }) => provenAt > settled);
    for (const { provenAt } of this.suspicions) this.due = Math.min(this.due, provenAt);
    for (const one of proven) changed.push(one, ...this.takePlaceOf(one));
    return changed.length === 0 ? undefined : { from: Math.min(...changed.map(({ from }) => from)), to: Math.max(...changed.map(({ to }) => to)) };
  }

  /** Nothing is missing of that day, whatever was said. */
  dismiss(day: DayVolume): Stretch {
    this.said = undefined;
    this.suspicions = this.suspicions.filter(({ provable, to }) => !provable || to < day.start || to >= day.end);
    this.awaitsProof = this.suspicions.some(({ provable, provenAt }) => provable && provenAt === Infinity);
    return { from: day.start, to: day.end };
  }

  cover({ start, end }: Bucket): boolean {
    return !this.repaired.has(start) && (this.suspicions.some(({ from, to }) => from < end && to >= start) || this.days.some((day) => lacks(day, start, end)));
  }

  /** The buckets in doubt that end at `settled` or before, joined where they touch: `from` inclusive, `to` exclusive, oldest first. */
  open(settled: number): readonly Stretch[] {
    if (this.said && settled < this.said.until) return this.said.open;
    // polled prints leave a hole each, and these touch: their minutes are walked once
    const stretches = joined(this.causes().map(({ from, to }) => ({ from, to: to + 1 })));
    const buckets = new Map(stretches.flatMap(({ from, to }) => this.unrepaired({ from, to: to - 1 }).map((bucket) => [bucket.start, bucket])));
    const sorted = [...buckets.values()].toSorted((a, b) => a.start - b.start);
    const until = sorted.find(({ end }) => end > settled)?.end ?? Infinity;
    this.said = { open: joined(sorted.filter(({ end }) => end <= settled).map(({ start, end }) => ({ from: start, to: end }))), until };
    return this.said.open;
  }

  any(): boolean {
    return this.suspicions.length > 0 || this.days.some(({ holes }) => holes.some(isBelieved));
  }

  /** The truth of a bucket is known from now on. */
  repair({ start }: Bucket): void {
    this.said = undefined;
    this.repaired.add(start);
  }

  isRepaired({ start }: Bucket): boolean {
    return this.repaired.has(start);
  }

  /** Gives up what is repaired from end to end; a late print of there has been counted. */
  dropRepaired(): void {
    this.suspicions = this.suspicions.filter((one) => this.unrepaired(one).length > 0);
    for (const day of this.days) day.holes = day.holes.filter((hole) => !isBelieved(hole) || this.unrepaired({ from: hole.from!, to: hole.above }).length > 0);
  }

  /** Of what was before nothing can be told any more. */
  forget(before: number): void {
    this.said = undefined;
    this.suspicions = this.suspicions.filter(({ to }) => to >= before);
    for (const start of this.repaired) if (start < before) this.repaired.delete(start);
  }

  private believe(hole: Hole, day: DayVolume): Stretch {
    // one that reaches over the end of the stored bars was seen by nobody before: the bar in which it begins was closed without it
    const reachesOver = hole.below >= this.resumedTo - TAIL_MS && hole.below < this.resumedTo && hole.above >= this.resumedTo;
    const believed = reachesOver || hole.below >= this.trustedFrom(hole.above);
    hole.from = believed ? Math.max(hole.below, day.start) : Infinity;
    return { from: believed ? hole.from : hole.above, to: hole.above };
  }

  /**
   * What is missing before the first bucket of a session may be the pre-market's. A builder that begins inside a session does not know what it missed,
   * so it believes every hole; one that resumes believes those it saw itself.
   */
  private trustedFrom(above: number): number {
    const session = this.calendar.latest(above);
    if (!session) return Infinity;
    const { open } = session;
    if (this.resumedTo > open) return this.resumedTo;
    return this.began > open && above >= bucketOf(this.timeframe, open, session)!.end ? -Infinity : open;
  }

  /** Holes over the suspicion are believed as far as it reaches back. */
  private takePlaceOf({ from, to }: Suspicion): Stretch[] {
    const holes = this.days.flatMap((day) => day.holes.filter((hole) => hole.from !== undefined && hole.above >= from && hole.below <= to));
    return holes.map((hole) => {
      hole.from = Math.min(hole.from!, Math.max(hole.below, from));
      return { from: hole.from, to: hole.above };
    });
  }

  private causes(): Stretch[] {
    const holes = this.days.flatMap((day) => day.holes.filter(isBelieved));
    return [...this.suspicions, ...holes.map((hole) => ({ from: hole.from!, to: hole.above }))];
  }

  private unrepaired(cause: Stretch): Bucket[] {
    return this.buckets(cause).filter((bucket) => !this.repaired.has(bucket.start));
  }

  private buckets({ from, to }: Stretch): Bucket[] {
    return [...bucketsBetween(this.timeframe, this.calendar, from, to)];
  }
}

function isBelieved({ from = Infinity }: Hole): boolean {
  return from < Infinity;
}

function lacks({ holes }: DayVolume, start: number, end: number): boolean {
  return holes.some(({ from = Infinity, above }) => from < end && above >= start);
}
