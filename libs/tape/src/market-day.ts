import { dateOf, newYorkDay, type SessionCalendar } from '@sofi/domain';

/** Answers for times that mostly grow what the calendar would answer for each: asks it only when the day or the session changes. */
export class MarketDay {
  private dayStart = Number.POSITIVE_INFINITY;
  private dayEnd = Number.NEGATIVE_INFINITY;
  private open = 0;
  private close = 0;

  constructor(private readonly calendar: SessionCalendar) {}

  /** True when `time` is not in the New York day of the call before. */
  enters(time: number): boolean {
    if (time >= this.dayStart && time < this.dayEnd) return false;
    ({ start: this.dayStart, end: this.dayEnd } = newYorkDay(time));
    const session = this.calendar.on(dateOf(time));
    this.open = session?.open ?? 0;
    this.close = session?.close ?? 0;
    return true;
  }

  /** Only for a time of the day last entered. */
  session(time: number): 'regular' | 'extended' {
    return time >= this.open && time < this.close ? 'regular' : 'extended';
  }
}
