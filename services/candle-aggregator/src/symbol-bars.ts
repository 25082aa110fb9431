import { BarBuilder, RollUp, TIMEFRAMES, type Bar, type BarChange, type EquitySymbol, type SessionCalendar, type Trade } from '@sofi/domain';

const COARSER = TIMEFRAMES.filter((timeframe) => timeframe !== '1m');

/** All bars of one symbol: one-minute bars from trades, the coarser ones rolled up from those. */
export class SymbolBars {
  private readonly minutes: BarBuilder;
  private readonly rollUps: readonly RollUp[];
  /** the stream sequence of the first trade of each bucket that is still open: where a restart has to begin reading */
  private readonly openBuckets: { start: number; sequence: number }[] = [];
  private closedEnd = 0;

  constructor(
    readonly symbol: EquitySymbol,
    calendar: SessionCalendar,
  ) {
    this.minutes = new BarBuilder({ symbol, timeframe: '1m', calendar });
    this.rollUps = COARSER.map((timeframe) => new RollUp({ symbol, timeframe, calendar }));
  }

  /** Tells what is stored already, oldest first: the newest one-minute bars, whose coarser bars may still be open. */
  resume(stored: readonly Bar[]): void {
    this.minutes.resume(stored);
    for (const bar of stored) {
      for (const rollUp of this.rollUps) rollUp.onBar(bar);
      this.closedEnd = Math.max(this.closedEnd, bar.end);
    }
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

  forming(): Bar[] {
    return [this.minutes.forming(), ...this.rollUps.map((rollUp) => rollUp.forming())].filter((bar) => bar !== undefined);
  }

  stats(): { late: number; duplicates: number } {
    return this.minutes.stats();
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

  private rolledUp(changes: readonly BarChange[]): Bar[] {
    const bars: Bar[] = [];
    for (const { bar } of changes) {
      bars.push(bar);
      this.closedEnd = Math.max(this.closedEnd, bar.end);
      for (const rollUp of this.rollUps) bars.push(...rollUp.onBar(bar).map((change) => change.bar));
    }
    if (changes.length > 0) this.forgetClosedBuckets();
    return bars;
  }

  private forgetClosedBuckets(): void {
    while (this.openBuckets[0] !== undefined && this.openBuckets[0].start < this.closedEnd) this.openBuckets.shift();
  }
}

/** How far back the stored one-minute bars are needed, so that every coarser bar that may be open is whole again: one session and its night. */
export const RESUME_WINDOW_MS = 26 * 3_600_000;
