import { BarAccumulator } from './bar-accumulator.js';
import type { Bar } from './bar.js';
import type { Bucket } from './bucket.js';
import { bucketsBetween } from './buckets-between.js';
import type { ClosedBars, SettledState } from './closed-bars.js';
import type { Doubts, Stretch } from './doubts.js';
import type { SessionCalendar } from './session.js';
import type { Timeframe } from './timeframe.js';

interface Mendable {
  readonly timeframe: Timeframe;
  readonly calendar: SessionCalendar;
  readonly closed: ClosedBars;
  readonly doubts: Doubts;
}

/**
 * Puts the truth in the place of closed bars in doubt. `traded` are all buckets of the stretch (`to` exclusive) in which anything traded, the others were quiet.
 * Answers the bars that are better known, oldest first, those behind it too that repeat another close now.
 */
export function mend(bars: Mendable, traded: readonly Bar[], { from, to }: Stretch, settled: number): BarAccumulator[] {
  const { timeframe, calendar, closed, doubts } = bars;
  const truth = new Map(traded.map((bar) => [bar.start, bar]));
  const state: SettledState = { settled, isRepaired: (bucket) => doubts.isRepaired(bucket) };
  const better = new Map<number, BarAccumulator>();
  let before: BarAccumulator | undefined;
  let mended: BarAccumulator | undefined;
  const carry = () => {
    for (const bar of mended ? closed.carryOn(mended, state) : []) better.set(bar.start, bar);
  };
  for (const bucket of bucketsBetween(timeframe, calendar, from, Math.min(to, settled) - 1)) {
    if (bucket.start < from || bucket.end > settled) continue;
    const inDoubt = doubts.cover(bucket);
    // what is behind a bucket that is mended follows when it is mended itself
    if (!inDoubt) carry();
    mended = inDoubt ? mendOne(bars, bucket, truth.get(bucket.start), before) : undefined;
    if (mended) better.set(mended.start, mended);
    before = closed.get(bucket.start) ?? before;
  }
  carry();
  doubts.dropRepaired();
  return [...better.values()].toSorted((a, b) => a.start - b.start);
}

/** The bar that takes the place of one in doubt, if anything is known there at all: the one with more volume is nearer to the truth. */
function mendOne({ closed, doubts }: Mendable, bucket: Bucket, truth: Bar | undefined, before: BarAccumulator | undefined): BarAccumulator | undefined {
  const present = closed.get(bucket.start);
  doubts.repair(bucket);
  const isBetter = (truth?.volume ?? 0) >= (present?.volume ?? 0);
  const made = isBetter ? (truth ? BarAccumulator.of(truth) : closed.flat(bucket, before)) : present;
  if (!made) return undefined;
  made.revision = present?.revision ?? 0;
  made.quality = 'backfilled';
  closed.keep(made);
  return made;
}
