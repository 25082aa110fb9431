import { newYorkDay, type Session, type SessionCalendar } from '@sofi/domain';
import type { MarketCalendar } from '@sofi/service-kit';

const NOON_UTC = 'T17:00:00Z';

/** The broker's calendar for the feed, to which silence means something in open hours only. Until it is there the market is neither known to be closed nor to be in regular hours. */
export class FeedHours implements Pick<SessionCalendar, 'at' | 'on'> {
  constructor(private readonly brokers: Pick<MarketCalendar, 'covers' | 'at' | 'on'>) {}

  at(time: number): Session | undefined {
    return this.brokers.covers(time) ? this.brokers.at(time) : undefined;
  }

  on(date: string): Session | undefined {
    const noon = Date.parse(`${date}${NOON_UTC}`);
    return this.brokers.covers(noon) ? this.brokers.on(date) : perhapsOpen(date, noon);
  }
}

/** Extended hours around the clock. */
function perhapsOpen(date: string, noon: number): Session {
  const { start, end } = newYorkDay(noon);
  return { date, open: end, close: end, preOpen: start, postClose: end };
}
