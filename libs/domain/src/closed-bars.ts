import { BarAccumulator } from './bar-accumulator.js';
import type { Bucket } from './bucket.js';
import { bucketsBetween } from './buckets-between.js';
import type { Stretch } from './doubts.js';
import type { SessionCalendar } from './session.js';
import type { Timeframe } from './timeframe.js';

/** What a bar behind a revised one depends on. */
export interface SettledState {
  /** buckets that end here or before are closed */
  readonly settled: number;
  /** the truth of the bucket is known, though it has no bar */
  isRepaired(bucket: Bucket): boolean;
}

/** The closed bars of today and the trading day before, for late trades and repairs. */
export class ClosedBars {
  /** the newest */
  last: BarAccumulator | undefined;
  /** bars are known from here on; of what was before, a late trade tells too little */
  knownFrom = Infinity;
  private readonly byStart = new Map<number, BarAccumulator>();

  /** `quiet`: buckets without trades have flat bars */
  constructor(
    private readonly timeframe: Timeframe,
    private readonly calendar: SessionCalendar,
    private readonly quiet: boolean,
  ) {}

  get(start: number): BarAccumulator | undefined {
    return this.byStart.get(start);
  }

  keep(bar: BarAccumulator): void {
    this.byStart.set(bar.start, bar);
    this.knownFrom = Math.min(this.knownFrom, bar.start);
    if (!this.last || bar.start >= this.last.start) this.last = bar;
  }

  forget(before: number): void {
    for (const start of this.byStart.keys()) if (start < before) this.byStart.delete(start);
    if (this.knownFrom < before) this.knownFrom = before;
  }

  /** Those that share an instant with the stretch, ends included, oldest first. */
  within({ from, to }: Stretch): BarAccumulator[] {
    if (this.knownFrom > to) return [];
    const buckets = [...bucketsBetween(this.timeframe, this.calendar, Math.max(from, this.knownFrom), to)];
    return buckets.map(({ start }) => this.byStart.get(start)).filter((bar) => bar !== undefined);
  }

  /** A flat bar for a quiet bucket, where a price is known that it could repeat: that of `last`, the bar before it, if this is at hand. */
  flat({ start, end }: Bucket, last?: BarAccumulator): BarAccumulator | undefined {
    const before = last ?? this.newestBefore(start) ?? this.byStart.get(start);
    return before && this.quiet ? BarAccumulator.flat(start, end, before.close) : undefined;
  }

  /** The flat bars behind a revised one repeat its close; quiet buckets behind the first one of all get theirs, but for sessions of which nothing is known. */
  carryOn(from: BarAccumulator, state: SettledState): BarAccumulator[] {
    const carried: BarAccumulator[] = [];
    for (const bucket of bucketsBetween(this.timeframe, this.calendar, from.end, state.settled)) {
      const next = this.byStart.get(bucket.start) ?? this.lateFlat(bucket, state);
      if (next && (next.volume > 0 || next.close === from.close)) break;
      if (!next) continue;
      next.carry(from.close);
      carried.push(next);
    }
    return carried;
  }

  private lateFlat(bucket: Bucket, state: SettledState): BarAccumulator | undefined {
    const repaired = state.isRepaired(bucket);
    if (!this.quiet || bucket.end > state.settled || !(repaired || this.knowSessionOf(bucket))) return undefined;
    const flat = new BarAccumulator(bucket.start, bucket.end);
    if (repaired) flat.quality = 'backfilled';
    this.keep(flat);
    return flat;
  }

  private knowSessionOf({ start }: Bucket): boolean {
    const { open, close } = this.calendar.at(start)!;
    return [...this.byStart.keys()].some((one) => one >= open && one < close);
  }

  private newestBefore(time: number): BarAccumulator | undefined {
    let newest: BarAccumulator | undefined;
    for (const bar of this.byStart.values()) if (bar.start < time && (!newest || bar.start > newest.start)) newest = bar;
    return newest;
  }
}
