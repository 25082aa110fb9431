import { BarBuilder, RollUp, TIMEFRAMES, type Bar, type BarChange, type EquitySymbol, type SessionCalendar, type Stretch, type Timeframe, type Trade } from '@sofi/domain';

export const COARSER = TIMEFRAMES.filter((timeframe) => timeframe !== '1m');

/** All bars of one symbol: one-minute bars from trades, the coarser ones rolled up from those. */
export class SymbolBars {
  private readonly minutes: BarBuilder;
  private readonly rollUps: readonly { readonly timeframe: Timeframe; readonly rollUp: RollUp }[];
  /** the stream sequence of the first trade of each bucket that is still open: where a restart has to begin reading */
  private readonly openBuckets: { start: number; sequence: number }[] = [];
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
    if (trade.session === 'regular') this.noteOpening(trade.exchangeTime, sequence);
    return this.rolledUp(this.minutes.onTrade(trade));
  }

  /** A trade that the last process may have counted already: it fills open buckets and changes no stored bar. */
  replay(trade: Trade, sequence: number): Bar[] {
    if (trade.session === 'regular') this.noteOpening(trade.exchangeTime, sequence);
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
    return this.openBuckets[0]?.sequence;
  }

  private noteOpening(exchangeTime: number, sequence: number): void {
    const last = this.openBuckets.at(-1);
    const start = exchangeTime - (exchangeTime % 60_000);
    if (start >= this.closedEnd && (last === undefined || start > last.start)) this.openBuckets.push({ start, sequence });
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
    this.forgetClosedBuckets();
    return bars;
  }

  private forgetClosedBuckets(): void {
    while (this.openBuckets[0] !== undefined && this.openBuckets[0].start < this.closedEnd) this.openBuckets.shift();
  }
}
