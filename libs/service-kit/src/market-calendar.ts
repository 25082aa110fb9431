import { setTimeout as pause } from 'node:timers/promises';
import type { Bus } from '@sofi/nats';
import { calendarOf, dateOf, UnavailableError, type Session, type SessionCalendar } from '@sofi/domain';

const ASK_AGAIN_MS = 250;

/**
 * The exchange's calendar as market-data knows it, fetched a month at a time and kept. Its answers are synchronous for every month around a time
 * that `cover` was awaited for; the core asks it as any other SessionCalendar.
 */
export class MarketCalendar implements SessionCalendar {
  private readonly months = new Map<string, readonly Session[]>();
  private coveredMonth = '';
  private covering: { readonly month: string; readonly done: Promise<void> } | undefined;
  private known: SessionCalendar = calendarOf([]);

  constructor(private readonly bus: Pick<Bus, 'ask'>) {}

  covers(time: number): boolean {
    return this.months.has(monthOf(time));
  }

  /** Fetches the month of this instant and its neighbours; asks again until market-data answers. */
  async cover(time: number): Promise<void> {
    const month = monthOf(time);
    if (this.coveredMonth === month) return;
    // one asks for all who wait: a calendar that is away is not asked more often for being wanted often
    if (this.covering?.month !== month) this.covering = { month, done: this.fetchAround(time).finally(() => (this.covering = undefined)) };
    await this.covering.done;
  }

  private async fetchAround(time: number): Promise<void> {
    for (const day of [-31, 0, 31]) await this.fetchMonth(monthOf(time + day * 86_400_000));
    this.coveredMonth = monthOf(time);
    this.known = calendarOf([...this.months.values()].flat().toSorted((a, b) => a.open - b.open));
  }

  at(time: number): Session | undefined {
    return this.known.at(time);
  }

  latest(time: number): Session | undefined {
    return this.known.latest(time);
  }

  next(time: number): Session | undefined {
    return this.known.next(time);
  }

  on(date: string): Session | undefined {
    return this.known.on(date);
  }

  private async fetchMonth(month: string): Promise<void> {
    if (this.months.has(month)) return;
    const [year, number] = month.split('-').map(Number) as [number, number];
    for (;;) {
      try {
        const { sessions } = await this.bus.ask('market-data.sessions', { year, month: number });
        this.months.set(month, sessions);
        return;
      } catch (error) {
        if (!(error instanceof UnavailableError)) throw error;
        await pause(ASK_AGAIN_MS);
      }
    }
  }
}

function monthOf(time: number): string {
  return dateOf(time).slice(0, 7);
}
