import type { EquitySymbol, Quote, SessionCalendar, Trade } from '@sofi/domain';
import { LISTINGS, type Tape } from '@sofi/tape';
import type { DayFigures, Market, Newest, ShareListing, TradedBar, YearFigures } from './market.js';
import { RecordedShare } from './recorded-share.js';

/** Recorded days, told again: it knows what has been told so far, never more. */
export class ReplayedMarket implements Market {
  readonly kind = 'replay';
  readonly calendar: SessionCalendar;
  readonly fingerprint: string;
  readonly from: number;
  readonly to: number;
  readonly listings: readonly ShareListing[];
  private readonly shares: ReadonlyMap<EquitySymbol, RecordedShare>;
  private readonly events: Iterator<Trade | Quote>;
  private next: Trade | Quote | undefined;

  constructor(tape: Tape) {
    this.calendar = tape.calendar;
    this.fingerprint = tape.fingerprint;
    this.from = tape.from;
    this.to = tape.to;
    this.listings = tape.symbols.map(listingOf);
    this.shares = new Map(tape.symbols.map((symbol) => [symbol, new RecordedShare(tape.history(symbol), tape.calendar)]));
    this.events = tape.events()[Symbol.iterator]();
    this.read();
  }

  *advance(until: number): Iterable<Trade | Quote> {
    while (this.next && this.next.exchangeTime <= until) {
      const event = this.next;
      this.shares.get(event.symbol)?.observe(event);
      this.read();
      yield event;
    }
  }

  nextEventTime(): number | undefined {
    return this.next?.exchangeTime;
  }

  newest(symbol: EquitySymbol): Newest {
    return this.share(symbol).day();
  }

  day(symbol: EquitySymbol): DayFigures {
    return this.share(symbol).day();
  }

  year(symbol: EquitySymbol, now: number): YearFigures {
    return this.share(symbol).year(now);
  }

  minutes(symbol: EquitySymbol, from: number, to: number): TradedBar[] {
    return this.share(symbol).minutes(from, to);
  }

  trades(symbol: EquitySymbol, from: number, to: number): Trade[] {
    return this.share(symbol).trades(from, to);
  }

  listing(symbol: EquitySymbol): ShareListing | undefined {
    return this.listings.find((listing) => listing.symbol === symbol);
  }

  private share(symbol: EquitySymbol): RecordedShare {
    return this.shares.get(symbol) ?? new RecordedShare([], this.calendar);
  }

  private read(): void {
    const { done, value } = this.events.next();
    this.next = done ? undefined : value;
  }
}

function listingOf(symbol: EquitySymbol): ShareListing {
  const known = LISTINGS.get(symbol);
  return { symbol, name: known?.name ?? symbol, exchange: known?.exchange ?? 'N', type: known?.type ?? 'stock' };
}
