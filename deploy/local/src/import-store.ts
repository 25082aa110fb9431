import { newYorkDay, TIMEFRAMES, type Bar, type EquitySymbol, type SessionCalendar } from '@sofi/domain';
import type { Database } from '@sofi/postgres';
import { Coarser, revisedOver } from '@sofi/tape';

const DAY_MS = 86_400_000;
/** Minutes are rolled up so many days at a time: a month is some ten thousand of them. */
const DAYS_AT_ONCE = 30;

export interface Stored {
  /** new bars of the files themselves */
  written: number;
  /** bars that were stored before, and stay */
  present: number;
  /** bars of coarser timeframes, new or revised */
  rolledUp: number;
}

/** Stores bars, and what is rolled up from them. */
export class ImportStore {
  readonly stored: Stored = { written: 0, present: 0, rolledUp: 0 };
  private from = Infinity;
  private to = -Infinity;

  constructor(
    private readonly database: Database,
    private readonly calendar: SessionCalendar,
    private readonly now: number,
  ) {}

  async write(bars: readonly Bar[]): Promise<void> {
    const { written, present } = await this.database.bars.import(bars);
    this.stored.written += written;
    this.stored.present += present;
    for (const { timeframe, start } of bars) {
      if (timeframe !== '1m') continue;
      this.from = Math.min(this.from, start);
      this.to = Math.max(this.to, start);
    }
  }

  /**
   * Rolls up the days of the minutes written since the last call, from what is stored: a minute that was there before has won over the file's, and a day may be made of
   * several files.
   */
  async rollUp(symbol: EquitySymbol): Promise<void> {
    if (this.to === -Infinity) return;
    const end = newYorkDay(this.to).end;
    const coarser = new Coarser(symbol, this.calendar);
    for (let from = newYorkDay(this.from).start; from < end; from += DAYS_AT_ONCE * DAY_MS) {
      const to = Math.min(from + DAYS_AT_ONCE * DAY_MS, end);
      await this.save(symbol, coarser.add(await this.regularMinutes(symbol, from, to)));
    }
    await this.save(symbol, coarser.end(this.now));
    [this.from, this.to] = [Infinity, -Infinity];
  }

  /** A simulated market that never closes has stored minutes of the night as well. */
  private async regularMinutes(symbol: EquitySymbol, from: number, to: number): Promise<Bar[]> {
    const bars = await this.database.bars.load({ symbol, timeframe: '1m', from, to });
    return bars.filter(({ start }) => this.calendar.at(start) !== undefined);
  }

  private async save(symbol: EquitySymbol, bars: readonly Bar[]): Promise<void> {
    if (bars.length === 0) return;
    const starts = bars.map(({ start }) => start);
    const range = { from: starts.reduce((a, b) => Math.min(a, b)), to: starts.reduce((a, b) => Math.max(a, b)) + 1 };
    const stored = await Promise.all(TIMEFRAMES.filter((timeframe) => timeframe !== '1m').map((timeframe) => this.database.bars.load({ symbol, timeframe, ...range })));
    const { written } = await this.database.bars.import(revisedOver(stored.flat(), bars));
    this.stored.rolledUp += written;
  }
}
