import {
  atNewYork,
  dateOf,
  timeOfDay,
  type Bar,
  type DaySnapshot,
  type EquitySymbol,
  type Listed,
  type MarketHistory,
  type Read,
  type Session,
  type TradedMinutes,
} from '@sofi/domain';
import { dailyHours, type DailyHours } from './daily-hours.js';
import type { CallOptions } from './http.js';
import { toDailyBar, toMinuteBars, toSession } from './history-mapper.js';
import { toSnapshot } from './mapper.js';
import { read } from './read.js';
import { tradedMinutes, type Timesales } from './traded-minutes.js';
import type { TradierClient } from './tradier-client.js';
import { TradierError } from './tradier-error.js';
import type { WireMinute } from './wire/markets.js';

const MINUTE = 60_000;
/** What fills up the past lets everything else go first, and may wait for the next minute of Tradier's limit. */
const PAST: CallOptions = { priority: 'background', patienceMs: MINUTE + 15_000 };

/** What Tradier remembers: about 20 days of minutes, years of days. */
export class TradierHistory implements MarketHistory {
  #hours: DailyHours | undefined;

  constructor(private readonly client: TradierClient) {}

  /**
   * As deep as Tradier remembers: where `from` is older, the bars begin later. Where Tradier says that it remembers nothing of the range there are none.
   * Quiet minutes between two trades of a day are flat bars; the count of trades is not told and is 0.
   */
  async minuteBars(symbol: EquitySymbol, from: number, to: number): Promise<Read<readonly Bar[]>> {
    return read(async () => {
      const minutes = await this.#minutes(symbol, Math.floor(from / MINUTE) * MINUTE, to);
      return toMinuteBars(symbol, minutes).filter((bar) => bar.start >= from && bar.start < to);
    });
  }

  /** Of today and the five days before exact, to the count of trades; of up to 20 days as Tradier's own minutes tell it. */
  async tradedMinutes(symbol: EquitySymbol, from: number, to: number): Promise<Read<TradedMinutes>> {
    const timesales: Timesales = (interval, start, end) => this.client.markets.timesales(symbol, { interval, start, end, session_filter: 'open' }, PAST);
    return read(() => tradedMinutes(timesales, symbol, from, to));
  }

  /** Days from `from` to `to`, both included, `YYYY-MM-DD`. Not adjusted for dividends; the vwap is not told and is the close. */
  async dailyBars(symbol: EquitySymbol, from: string, to: string): Promise<Read<readonly Bar[]>> {
    return read(async () => {
      const history = await this.client.markets.history(symbol, { interval: 'daily', start: from, end: to }, PAST);
      const days = history.filter((day) => day.date >= from && day.date <= to);
      const hours = await this.#dailyHours(to);
      return days.flatMap((day) => toDailyBar(symbol, day, hours) ?? []).toSorted((a, b) => a.start - b.start);
    });
  }

  async snapshots(symbols: readonly EquitySymbol[]): Promise<Read<{ known: readonly DaySnapshot[]; unknown: readonly string[] }>> {
    return read(async () => {
      const { quotes, unmatched } = await this.client.markets.quotes(symbols);
      return { known: quotes.map(toSnapshot).filter((snapshot) => snapshot !== undefined), unknown: unmatched };
    });
  }

  async search(text: string): Promise<Read<readonly Listed[]>> {
    return read(async () => {
      const securities = await this.client.markets.search(text);
      return securities.map(({ symbol, description, exchange }) => ({ symbol, description: description ?? '', exchange: exchange ?? '' }));
    });
  }

  async now(): Promise<Read<number>> {
    return read(async () => (await this.client.markets.clock()).timestamp);
  }

  /** The trading days of a month (1 to 12), oldest first. */
  async sessions(year: number, month: number): Promise<Read<readonly Session[]>> {
    return read(() => this.#sessions(year, month));
  }

  async #sessions(year: number, month: number): Promise<Session[]> {
    const days = await this.client.markets.calendar({ month, year });
    return days.flatMap((day) => toSession(day) ?? []).toSorted((a, b) => a.open - b.open);
  }

  async #dailyHours(date: string): Promise<DailyHours> {
    const [year, month] = date.split('-').map(Number) as [number, number];
    this.#hours ??= dailyHours(await this.#sessions(year, month));
    return this.#hours;
  }

  async #minutes(symbol: EquitySymbol, from: number, to: number): Promise<readonly WireMinute[]> {
    try {
      return await this.#minutesOf(symbol, from, to);
    } catch (error) {
      const earliest = error instanceof TradierError ? earliestNamed(error.message) : undefined;
      if (earliest === undefined || earliest <= from) throw error;
      return earliest < to ? this.#minutesOf(symbol, earliest, to) : [];
    }
  }

  #minutesOf(symbol: EquitySymbol, from: number, to: number): Promise<readonly WireMinute[]> {
    const range = { start: newYorkMinute(from), end: newYorkMinute(Math.ceil(to / MINUTE) * MINUTE) };
    return this.client.markets.timesales(symbol, { interval: '1min', session_filter: 'open', ...range }, PAST);
  }
}

/** Tradier refuses a start beyond its memory and names the first one that it takes. */
function earliestNamed(refusal: string): number | undefined {
  const named = /start: must be on or after (\d{4}-\d\d-\d\d) (\d\d:\d\d)/.exec(refusal);
  return named?.[1] && named[2] ? atNewYork(named[1], named[2]) : undefined;
}

function newYorkMinute(time: number): string {
  return `${dateOf(time)} ${timeOfDay(time)}`;
}
