import { nyseCalendar, type Session, type SessionCalendar } from '@sofi/domain';
import type { MarketCalendar } from '@sofi/service-kit';

/** The broker's calendar where it is known, the built-in one until then: a feed must know at once whether silence means anything. */
export class FeedHours implements Pick<SessionCalendar, 'at' | 'on'> {
  private readonly builtIn = nyseCalendar();

  constructor(private readonly brokers: Pick<MarketCalendar, 'covers' | 'at' | 'on'>) {}

  at(time: number): Session | undefined {
    return (this.brokers.covers(time) ? this.brokers : this.builtIn).at(time);
  }

  on(date: string): Session | undefined {
    // a date alone is some hour of its day: noon of New York, give or take
    return (this.brokers.covers(Date.parse(`${date}T17:00:00Z`)) ? this.brokers : this.builtIn).on(date);
  }
}
