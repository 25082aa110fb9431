import { BarBuilder, RollUp, TAIL_MS, TIMEFRAMES, type Bar, type BarChange, type EquitySymbol, type SessionCalendar, type Stretch, type Timeframe, type Trade } from '@sofi/domain';

export const COARSER = TIMEFRAMES.filter((timeframe) => timeframe !== '1m');

const MINUTE = 60_000;

/** Stream sequences of the first trade of a bucket, and of the first in its last seconds. */
interface Bucket {
  readonly start: number;
  readonly sequence: number;
  tail?: number;
}

/** All bars of one symbol: one-minute bars from trades, the coarser ones rolled up from those. */
export class SymbolBars {
  private readonly minutes: BarBuilder;
  private readonly rollUps: readonly { readonly timeframe: Timeframe; readonly rollUp: RollUp }[];
  /** with trades: those still open, and the newest closed one */
  private readonly recentBuckets: Bucket[] = [];
  private closedEnd = 0;

  constructor(
    readonly symbol: EquitySymbol,
    calendar: SessionCalendar,
  ) {
    this.minutes = new BarBuilder({ symbol, timeframe: '1m', calendar });
    this.rollUps = COARSER.map((timeframe) => ({ timeframe, rollUp: new RollUp({ symbol, timeframe, calendar }) }));
  }

  /**
   * Tells what is stored already, of today and the trading day before: one-minute bars, and the coarser ones made of them. `listened`: somebody has listened
   * to the market since.
   */
  resume(minutes: readonly Bar[], coarser: readonly Bar[], listened: boolean): void {
    this.minutes.resume(minutes, listened);
    for (const { timeframe, rollUp } of this.rollUps)
      rollUp.resume(
        minutes,
        coarser.filter((bar) => bar.timeframe === timeframe),
      );
    for (const bar of minutes) this.closedEnd = Math.max(this.closedEnd, bar.end);
  }

  onTrade(trade: Trade, sequence: number): Bar[] {
    if (trade.session === 'regular') this.noteBucket(trade.exchangeTime, sequence);
    return this.rolledUp(this.minutes.onTrade(trade));
  }

  /** A trade that the last process may have counted already: it fills open buckets and changes no stored bar. */
  replay(trade: Trade, sequence: number): Bar[] {
    if (trade.session === 'regular') this.noteBucket(trade.exchangeTime, sequence);
    return this.rolledUp(this.minutes.replay(trade));
  }

  onClock(time: number): Bar[] {
    return this.rolledUp(this.minutes.onClock(time));
  }

  /** Nothing was heard of the market in this stretch; `replayed` where the last process knew. */
  missed(gap: Stretch, replayed: boolean): Bar[] {
    return this.rolledUp(this.minutes.missed(gap, replayed));
  }

  /** Closed minutes in which trades may be missing, joined: `from` inclusive, `to` exclusive, oldest first. */
  doubtful(): readonly Stretch[] {
    return this.minutes.doubtful();
  }

  /** The minutes of [from, to) in which anything traded, by the broker, take the place of those in doubt. */
  repair(traded: readonly Bar[], known: Stretch): Bar[] {
    return this.rolledUp(this.minutes.repair(traded, known), known);
  }

  /** The day's volume by the broker. */
  onDayVolume(volume: number): Bar[] {
    return this.rolledUp(this.minutes.onDayVolume(volume));
  }

  forming(): Bar[] {
    return [this.minutes.forming(), ...this.rollUps.map(({ rollUp }) => rollUp.forming())].filter((bar) => bar !== undefined);
  }

  stats(): { late: number; duplicates: number } {
    return this.minutes.stats();
  }

  /** up to here there are bars, 0 where there are none */
  get knownTo(): number {
    return this.closedEnd;
  }

  /** The first stream sequence that a restart must read again, none where no bucket is open. */
  oldestOpenSequence(): number | undefined {
    return this.recentBuckets.find(({ start }) => start >= this.closedEnd)?.sequence;
  }

  /** The same in a market that says nothing again: from the last seconds of the newest closed bucket on, where there was any trade. */
  readAgainFrom(): number | undefined {
    const places = this.recentBuckets.flatMap(({ start, sequence, tail }) => (start >= this.closedEnd ? sequence : (tail ?? [])));
    return places.length === 0 ? undefined : Math.min(...places);
  }

  private noteBucket(exchangeTime: number, sequence: number): void {
    const start = exchangeTime - (exchangeTime % MINUTE);
    const last = this.recentBuckets.at(-1);
    if (start >= this.closedEnd - MINUTE && (last === undefined || start > last.start)) this.recentBuckets.push({ start, sequence });
    if (exchangeTime < start + MINUTE - TAIL_MS) return;
    const bucket = this.recentBuckets.findLast((one) => one.start === start);
    if (bucket) bucket.tail ??= sequence;
  }

  private rolledUp(changes: readonly BarChange[], known?: Stretch): Bar[] {
    if (changes.length === 0 && !known) return [];
    const bars: Bar[] = [];
    const revised: Bar[] = [];
    for (const { kind, bar } of changes) {
      bars.push(bar);
      this.closedEnd = Math.max(this.closedEnd, bar.end);
      if (kind === 'revised') revised.push(bar);
      else for (const { rollUp } of this.rollUps) for (const change of rollUp.onBar(bar)) bars.push(change.bar);
    }
    if (revised.length > 0 || known) for (const { rollUp } of this.rollUps) for (const change of rollUp.revise(revised, known)) bars.push(change.bar);
    this.forgetOldBuckets();
    return bars;
  }

  /** The newest closed one stays: after a restart its last print tells by the volume of the next one what was missed between them. */
  private forgetOldBuckets(): void {
    while (this.recentBuckets[0] !== undefined && this.recentBuckets[0].start + MINUTE < this.closedEnd) this.recentBuckets.shift();
  }
}
