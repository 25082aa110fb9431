import { dateOf, equitySymbol, shiftDate, type EquitySymbol, type Price, type Quote, type SessionCalendar, type Trade } from '@sofi/domain';
import { LISTINGS, listingOf, MadeMarket, type Listing, type Minute } from '@sofi/tape';
import type { DayFigures, Market, Newest, ShareListing, TradedBar, YearFigures } from './market.js';
import { barOf, minuteOf } from './traded-bar.js';

const MINUTE = 60_000;
const DAYS_A_YEAR = 365;
const DAYS_OF_VOLUME = 90;
/** minutes of each third day that stand for all of them: to make a whole year would take a second for each share */
const SAMPLES_A_DAY = 2;
const DAYS_APART = 3;

/** The market made from a seed: any instant of it can be computed, so nothing of it is remembered. */
export class GeneratedMarket implements Market {
  readonly kind = 'generated';
  readonly to = null;
  readonly fingerprint: string;
  readonly listings: readonly ShareListing[];
  private readonly made: MadeMarket;
  private readonly years = new Map<EquitySymbol, YearFigures & { readonly today: string }>();

  constructor(
    seed: number,
    readonly calendar: SessionCalendar,
    readonly from: number,
    hours: string,
    private reached: number = from,
  ) {
    this.made = new MadeMarket(seed, calendar);
    this.fingerprint = `seed-${seed}-${hours}`;
    this.listings = [...LISTINGS.values()].map(shareOf);
  }

  listing(symbol: EquitySymbol): ShareListing | undefined {
    const made = listingOf(symbol);
    return made && shareOf(made);
  }

  advance(until: number, symbols: Iterable<EquitySymbol>): Iterable<Trade | Quote> {
    const after = this.reached;
    this.reached = until;
    return this.made.events([...symbols], after, until);
  }

  nextEventTime(): number | undefined {
    const next = this.reached + 1;
    return this.calendar.at(next) ? next : this.calendar.next(next)?.open;
  }

  /** Of this minute, or of the one before, or of the last one of the session that is over. */
  newest(symbol: EquitySymbol, now: number): Newest {
    const close = (this.calendar.at(now) ?? this.calendar.latest(now))?.close ?? now;
    const until = Math.min(now, close - 1);
    const events = [...this.made.events([symbol], minuteOf(until) - MINUTE - 1, until)];
    return {
      last: events.findLast((event): event is Trade => event.kind === 'trade'),
      quote: events.findLast((event): event is Quote => event.kind === 'quote'),
    };
  }

  day(symbol: EquitySymbol, now: number): DayFigures {
    const session = this.calendar.at(now) ?? this.calendar.latest(now);
    const bars = session ? this.minutes(symbol, session.open, session.close, now) : [];
    const before = session && this.calendar.latest(session.open - 1);
    const dayBefore = before ? this.made.minutes(symbol, before.open, before.close) : [];
    return {
      ...this.newest(symbol, now),
      open: bars[0]?.open,
      high: extreme(
        bars.map(({ high }) => high),
        Math.max,
      ),
      low: extreme(
        bars.map(({ low }) => low),
        Math.min,
      ),
      volume: bars.reduce((sum, bar) => sum + bar.volume, 0),
      previousClose: dayBefore.at(-1)?.close,
      previousVolume: dayBefore.reduce((sum, minute) => sum + minute.volume, 0),
    };
  }

  year(symbol: EquitySymbol, now: number): YearFigures {
    const today = dateOf(now);
    const kept = this.years.get(symbol);
    if (kept?.today === today) return kept;
    const made = { ...this.makeYear(symbol, today), today };
    this.years.set(symbol, made);
    return made;
  }

  minutes(symbol: EquitySymbol, from: number, to: number, now: number): TradedBar[] {
    const forming = minuteOf(now);
    const whole = this.made.minutes(symbol, from, Math.min(to, forming)).map(toBar);
    if (forming < from || forming >= to) return whole;
    return [...whole, ...barOf(this.trades(symbol, forming, forming + MINUTE, now), forming)];
  }

  private makeYear(symbol: EquitySymbol, today: string): YearFigures {
    const days = Array.from({ length: Math.floor(DAYS_A_YEAR / DAYS_APART) }, (_, at) => this.samplesOf(symbol, shiftDate(today, -1 - at * DAYS_APART)));
    const year = days.flatMap(({ samples }) => samples);
    const traded = days.slice(0, DAYS_OF_VOLUME / DAYS_APART).filter(({ samples }) => samples.length > 0);
    const volume = traded.reduce((sum, day) => sum + day.minutes * average(day.samples.map((sample) => sample.volume)), 0);
    return {
      high: extreme(
        year.map(({ high }) => high),
        Math.max,
      ),
      low: extreme(
        year.map(({ low }) => low),
        Math.min,
      ),
      averageVolume: traded.length === 0 ? 0 : Math.round(volume / traded.length),
    };
  }

  private samplesOf(symbol: EquitySymbol, date: string): { readonly minutes: number; readonly samples: readonly Minute[] } {
    const session = this.calendar.on(date);
    if (!session) return { minutes: 0, samples: [] };
    const minutes = (session.close - session.open) / MINUTE;
    const starts = Array.from({ length: SAMPLES_A_DAY }, (_, part) => session.open + Math.floor((minutes * (part + 0.5)) / SAMPLES_A_DAY) * MINUTE);
    return { minutes, samples: starts.flatMap((start) => this.made.minute(symbol, start) ?? []) };
  }

  trades(symbol: EquitySymbol, from: number, to: number, now: number): Trade[] {
    const events = [...this.made.events([symbol], from - 1, Math.min(to - 1, now))];
    return events.filter((event): event is Trade => event.kind === 'trade');
  }
}

/** The average of the four prices stands for the volume-weighted one: the true one would need every trade of the minute. */
function toBar(minute: Minute): TradedBar {
  return { ...minute, vwap: Math.round((minute.open + minute.high + minute.low + minute.close) / 4) as Price };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function extreme(prices: readonly Price[], pick: (...values: number[]) => number): Price | undefined {
  return prices.length > 0 ? (pick(...prices) as Price) : undefined;
}

function shareOf({ symbol, name, exchange, type }: Listing): ShareListing {
  return { symbol: equitySymbol(symbol), name, exchange, type };
}
