import type { Bar, BarQuality } from './bar.js';
import type { BarChange } from './bar-builder.js';
import { bucketOf, type Bucket } from './bucket.js';
import type { Stretch } from './doubts.js';
import { InvariantError } from './errors.js';
import type { Price } from './price.js';
import type { Session, SessionCalendar } from './session.js';
import type { EquitySymbol } from './symbol.js';
import type { Timeframe } from './timeframe.js';

export interface RollUpOptions {
  readonly symbol: EquitySymbol;
  readonly timeframe: Timeframe;
  readonly calendar: SessionCalendar;
}

interface Group {
  readonly bucket: Bucket;
  /** the finer bars by start */
  readonly parts: Map<number, Bar>;
  closed: boolean;
  revision: number;
}

/**
 * Closed fine bars in, coarser bars out. A coarse bar closes with its last fine bar (or, where that one never came, with the first of a later bucket); the revision of a fine bar
 * revises the coarse one. Remembers two sessions; the revision of an older bar changes nothing here, for its neighbours are gone. After a restart: `resume`
 * with the stored bars of both kinds, of today and the trading day before.
 */
export class RollUp {
  private readonly groups = new Map<number, Group>();
  private newest: Group | undefined;
  private session: Session | undefined;
  /** what was before is not known: a bucket that begins earlier is known in part */
  private knownFrom = Infinity;
  /** where it is known as well, though not from there up to `knownFrom` */
  private known: Stretch[] = [];
  private keptFrom = -Infinity;

  constructor(private readonly options: RollUpOptions) {}

  resume(fine: readonly Bar[], closed: readonly Bar[]): void {
    for (const bar of [...fine].toSorted((a, b) => a.start - b.start)) this.onBar(bar);
    for (const bar of closed) {
      const group = this.groups.get(bar.start);
      if (group) Object.assign(group, { closed: true, revision: bar.revision });
    }
  }

  /** The same bar once more changes nothing. Throws an InvariantError on a bar outside of every session. */
  onBar(bar: Bar): readonly BarChange[] {
    this.knownFrom = Math.min(this.knownFrom, bar.start);
    const group = this.groupOf(bar);
    if (!group) return [];
    const known = group.parts.get(bar.start);
    if (known && known.revision >= bar.revision) return [];
    group.parts.set(bar.start, bar);
    if (group.closed) return [this.change('revised', group)];
    return [...this.closeBefore(group), ...(bar.end === group.bucket.end ? [this.change('closed', group)] : [])];
  }

  /**
   * Fine bars that are better known together, of any age: each coarse bar is revised once. `known`: all that traded there (to exclusive) is known by now.
   * A coarse bar that is made only now has revision 1, for it comes too late to be decided on.
   */
  revise(bars: readonly Bar[], known?: Stretch): readonly BarChange[] {
    const touched = new Set(known ? this.extendTo(known) : []);
    for (const bar of bars) {
      const group = this.groupOf(bar, true);
      if (!group || (group.parts.get(bar.start)?.revision ?? -1) >= bar.revision) continue;
      group.parts.set(bar.start, bar);
      touched.add(group);
    }
    const over = [...touched].filter((group) => group.closed || this.isOver(group)).toSorted((a, b) => a.bucket.start - b.bucket.start);
    return over.map((group) => this.change('revised', group));
  }

  /** The newest coarse bar, so far as its fine bars have closed. */
  forming(): Bar | undefined {
    return this.newest && !this.newest.closed ? this.barOf(this.newest) : undefined;
  }

  /** The groups that were known in part and are known from further back now. */
  private extendTo(known: Stretch): Group[] {
    this.known.push(known);
    const partial = [...this.groups.values()].filter((group) => this.isPartial(group));
    for (let next = this.knownBefore(); next; next = this.knownBefore()) this.knownFrom = next.from;
    return partial.filter((group) => !this.isPartial(group));
  }

  private knownBefore(): Stretch | undefined {
    return this.known.find(({ from, to }) => from < this.knownFrom && to >= this.knownFrom);
  }

  private isPartial({ bucket }: Group): boolean {
    return this.knownFrom > bucket.start && this.knownFrom < bucket.end;
  }

  private isOver({ bucket, parts }: Group): boolean {
    return bucket.start < this.newest!.bucket.start || [...parts.values()].some((bar) => bar.end === bucket.end);
  }

  private groupOf(bar: Bar, late = false): Group | undefined {
    const session = this.sessionOf(bar);
    const bucket = bucketOf(this.options.timeframe, bar.start, session)!;
    const found = this.groups.get(bucket.start);
    if (found) return found;
    const isNewest = !this.newest || bucket.start > this.newest.bucket.start;
    if (!isNewest && !(late && bucket.start >= this.keptFrom)) return undefined;
    const made = { bucket, parts: new Map<number, Bar>(), closed: false, revision: 0 };
    this.groups.set(bucket.start, made);
    if (isNewest) this.newest = made;
    return made;
  }

  private sessionOf(bar: Bar): Session {
    if (this.session && bar.start >= this.session.open && bar.start < this.session.close) return this.session;
    const session = this.options.calendar.at(bar.start);
    if (!session) throw new InvariantError(`${bar.symbol} has a ${bar.timeframe} bar at ${new Date(bar.start).toISOString()}, when the exchange is closed`);
    if (!this.session || session.open > this.session.open) this.turnTo(session);
    return session;
  }

  private turnTo(session: Session): void {
    this.keptFrom = this.session?.open ?? session.open;
    for (const start of this.groups.keys()) if (start < this.keptFrom) this.groups.delete(start);
    this.known = this.known.filter(({ to }) => to >= this.keptFrom);
    this.session = session;
  }

  private closeBefore(group: Group): BarChange[] {
    const over = [...this.groups.values()].filter((one) => !one.closed && one.bucket.start < group.bucket.start);
    return over.map((one) => this.change('closed', one));
  }

  private change(kind: BarChange['kind'], group: Group): BarChange {
    group.closed = true;
    if (kind === 'revised') group.revision += 1;
    return { kind, bar: this.barOf(group) };
  }

  private barOf(group: Group): Bar {
    const { bucket, parts, revision } = group;
    const { symbol, timeframe } = this.options;
    const bars = [...parts.values()].toSorted((a, b) => a.start - b.start);
    const traded = bars.filter((bar) => bar.volume > 0);
    // the flat bars before the first trade carry an older price, which nobody paid in this bucket
    const prices = traded.length > 0 ? traded : bars;
    const open = prices[0]!.open;
    const close = prices.at(-1)!.close;
    const high = prices.reduce((most, bar) => (bar.high > most ? bar.high : most), open);
    const low = prices.reduce((least, bar) => (bar.low < least ? bar.low : least), open);
    const volume = bars.reduce((sum, bar) => sum + bar.volume, 0);
    const tradeCount = bars.reduce((sum, bar) => sum + bar.tradeCount, 0);
    const vwap = volume === 0 ? close : vwapOf(bars, volume);
    return { symbol, timeframe, ...bucket, open, high, low, close, volume, tradeCount, vwap, revision, quality: this.isPartial(group) ? 'gap' : qualityOf(bars) };
  }
}

/** Of averages that were themselves rounded to a millionth, so right to a millionth. */
function vwapOf(bars: readonly Bar[], volume: number): Price {
  const total = bars.reduce((sum, bar) => sum + BigInt(bar.vwap) * BigInt(bar.volume), 0n);
  const shares = BigInt(volume);
  return Number((2n * total + shares) / (2n * shares)) as Price;
}

function qualityOf(bars: readonly Bar[]): BarQuality {
  const found = new Set(bars.map((bar) => bar.quality));
  return found.has('gap') ? 'gap' : found.has('backfilled') ? 'backfilled' : 'whole';
}
