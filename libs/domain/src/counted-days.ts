import { DayVolume, type Counted } from './day-volume.js';
import type { Trade } from './market-events.js';

/** Which prints of today and of the trading day before have been counted. Today is the day of the newest print. */
export class CountedDays {
  /** oldest first, none or one before anything was counted */
  readonly all: DayVolume[] = [];
  private today: DayVolume | undefined;
  private yesterday: DayVolume | undefined;

  /** `turned` hears where the trading day before today begins, each time that a day turns. */
  constructor(private readonly turned: (from: number) => void) {}

  /** Today is the day of `time`, and nothing was counted. */
  begin(time: number): void {
    this.keep(undefined, new DayVolume(time));
  }

  /** undefined: the print is too old to be told from others */
  count(trade: Trade): Counted | undefined {
    return this.dayOf(trade.exchangeTime)?.count(trade);
  }

  get newest(): DayVolume | undefined {
    return this.today;
  }

  get oldestStart(): number | undefined {
    return this.all[0]?.start;
  }

  private dayOf(time: number): DayVolume | undefined {
    if (!this.today || time >= this.today.end) this.turn(new DayVolume(time));
    if (time >= this.today!.start) return this.today;
    if (!this.yesterday) this.keep(new DayVolume(time), this.today!);
    return time >= this.yesterday!.start && time < this.yesterday!.end ? this.yesterday : undefined;
  }

  private turn(to: DayVolume): void {
    this.keep(this.today, to);
    this.turned((this.yesterday ?? to).start);
  }

  private keep(yesterday: DayVolume | undefined, today: DayVolume): void {
    this.yesterday = yesterday;
    this.today = today;
    this.all.splice(0, 2, ...(yesterday ? [yesterday] : []), today);
  }
}
