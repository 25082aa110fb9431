import { dateOf, equitySymbol, newYorkDay, type EquitySymbol, type Quote, type SessionCalendar, type Trade } from '@sofi/domain';
import { merge } from '../merge.js';
import type { Minute } from '../minute.js';
import { LISTINGS, listingOf, type Listing } from './listings.js';
import { madeEvents } from './made-events.js';
import { madeMinute } from './made-minute.js';
import { seedOf } from './noise.js';

const MINUTE = 60_000;
const MINUTES_KEPT = 4;
const DAYS_KEPT = 40;

/** The minutes of one New York day, and the day's volume before each. */
interface MadeDay {
  readonly minutes: readonly Minute[];
  readonly volumeBefore: ReadonlyMap<number, number>;
}

/**
 * A market made from a seed: the same seed gives the same minute, with the same trades and quotes in it, whenever and in whatever
 * order it is asked for. It trades while its calendar has a session.
 */
export class MadeMarket {
  readonly symbols: readonly EquitySymbol[] = [...LISTINGS.keys()].map(equitySymbol);
  private readonly days = new Map<string, MadeDay>();
  private readonly filled = new Map<string, readonly (Trade | Quote)[]>();

  constructor(
    readonly seed: number,
    readonly calendar: SessionCalendar,
  ) {}

  /** One-minute bars that start in [from, to), oldest first; none for a symbol that is not listed. */
  minutes(symbol: EquitySymbol, from: number, to: number): Minute[] {
    const listing = listingOf(symbol);
    if (!listing) return [];
    return this.datesBetween(from, to).flatMap((date) => this.day(listing, date).minutes.filter(({ start }) => start >= from && start < to));
  }

  /** The minute that starts there, without the rest of its day; undefined while nothing trades. */
  minute(symbol: EquitySymbol, start: number): Minute | undefined {
    const listing = listingOf(symbol);
    if (!listing || !this.calendar.at(start)) return undefined;
    return madeMinute(listing, this.seedFor(symbol), start, minuteOfDay(start, newYorkDay(start).start));
  }

  /** Trades and quotes of the symbols after `after` and not after `until`, in order. */
  events(symbols: readonly EquitySymbol[], after: number, until: number): Iterable<Trade | Quote> {
    return merge(symbols.map((symbol) => this.eventsOf(symbol, after, until)));
  }

  private *eventsOf(symbol: EquitySymbol, after: number, until: number): Iterable<Trade | Quote> {
    const listing = listingOf(symbol);
    if (!listing) return;
    for (let start = Math.floor(after / MINUTE) * MINUTE; start <= until; start += MINUTE) {
      for (const event of this.eventsIn(listing, symbol, start)) {
        if (event.exchangeTime > after && event.exchangeTime <= until) yield event;
      }
    }
  }

  private eventsIn(listing: Listing, symbol: EquitySymbol, start: number): readonly (Trade | Quote)[] {
    const session = this.calendar.at(start);
    if (!session) return [];
    const key = `${symbol} ${start}`;
    const kept = this.filled.get(key);
    if (kept) return kept;
    const volumeBefore = this.day(listing, session.date).volumeBefore.get(start) ?? 0;
    const minute = madeMinute(listing, this.seedFor(symbol), start, minuteOfDay(start, newYorkDay(start).start));
    const events = madeEvents({ symbol, seed: this.seedFor(symbol), minute, volumeBefore, session: 'regular' });
    keep(this.filled, key, events, MINUTES_KEPT * this.symbols.length);
    return events;
  }

  private day(listing: Listing, date: string): MadeDay {
    const key = `${listing.symbol} ${date}`;
    const kept = this.days.get(key);
    if (kept) return kept;
    const made = this.makeDay(listing, date);
    keep(this.days, key, made, DAYS_KEPT * this.symbols.length);
    return made;
  }

  private makeDay(listing: Listing, date: string): MadeDay {
    const session = this.calendar.on(date);
    const midnight = newYorkDay(session?.open ?? 0).start;
    const seed = this.seedFor(listing.symbol);
    const minutes: Minute[] = [];
    const volumeBefore = new Map<number, number>();
    let volume = 0;
    for (let start = session?.open ?? 0; start < (session?.close ?? 0); start += MINUTE) {
      const minute = madeMinute(listing, seed, start, minuteOfDay(start, midnight));
      volumeBefore.set(start, volume);
      volume += minute.volume;
      minutes.push(minute);
    }
    return { minutes, volumeBefore };
  }

  private seedFor(symbol: string): number {
    return seedOf(this.seed, symbol);
  }

  private datesBetween(from: number, to: number): string[] {
    const dates: string[] = [];
    for (let time = from; time < to; time = newYorkDay(time).end) dates.push(dateOf(time));
    return dates;
  }
}

function minuteOfDay(time: number, midnight: number): number {
  return Math.floor((time - midnight) / MINUTE);
}

/** Forgets the oldest: a made thing can always be made again. */
function keep<T>(kept: Map<string, T>, key: string, value: T, limit: number): void {
  kept.set(key, value);
  if (kept.size <= limit) return;
  const oldest = kept.keys().next();
  if (!oldest.done) kept.delete(oldest.value);
}
