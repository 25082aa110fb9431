import { atNewYork, dateOf, shiftDate, type Price, type Quote, type SessionCalendar, type Trade } from '@sofi/domain';
import type { Minute } from '@sofi/tape';
import type { DayFigures, TradedBar, YearFigures } from './market.js';
import { GrowingBar, minuteOf } from './traded-bar.js';

/** enough for the ticks of a busy share's day */
const TRADES_KEPT = 500_000;
const DAYS_A_YEAR = 365;
const DAYS_OF_VOLUME = 90;

/** What one share of a recording has shown so far. */
export class RecordedShare {
  private readonly bars: GrowingBar[] = [];
  private prints: Trade[] = [];
  private last: Trade | undefined;
  private quote: Quote | undefined;
  private date = '';
  private today: GrowingBar | undefined;
  private previousClose: Price | undefined;
  private previousVolume = 0;
  private pastYear: (YearFigures & { readonly today: string }) | undefined;

  constructor(
    history: readonly Minute[],
    private readonly calendar: SessionCalendar,
  ) {
    for (const minute of history) this.addHistory(minute);
  }

  observe(event: Trade | Quote): void {
    if (event.kind === 'quote') {
      this.quote = event;
      return;
    }
    this.enterDay(event.exchangeTime);
    this.last = event;
    this.prints.push(event);
    if (this.prints.length > TRADES_KEPT) this.prints = this.prints.slice(TRADES_KEPT / 2);
    this.barAt(minuteOf(event.exchangeTime), event.price).add(event);
    if (event.session === 'regular') this.addToDay(event);
  }

  day(): DayFigures {
    const { last, quote, today, previousClose, previousVolume } = this;
    return { last, quote, open: today?.open, high: today?.high, low: today?.low, volume: last?.cumulativeVolume ?? 0, previousClose, previousVolume };
  }

  year(now: number): YearFigures {
    const today = dateOf(now);
    if (this.pastYear?.today !== today) this.pastYear = { ...this.yearBefore(today), today };
    return this.pastYear;
  }

  private yearBefore(today: string): YearFigures {
    const since = (days: number) => this.minutes(atNewYork(shiftDate(today, -days), '00:00'), atNewYork(today, '00:00')).filter(({ start }) => this.calendar.at(start));
    const [year, quarter] = [since(DAYS_A_YEAR), since(DAYS_OF_VOLUME)];
    const days = new Set(quarter.map(({ start }) => dateOf(start))).size;
    return {
      high: year.reduce<Price | undefined>((most, { high }) => (most === undefined || high > most ? high : most), undefined),
      low: year.reduce<Price | undefined>((least, { low }) => (least === undefined || low < least ? low : least), undefined),
      averageVolume: days === 0 ? 0 : Math.round(quarter.reduce((sum, { volume }) => sum + volume, 0) / days),
    };
  }

  minutes(from: number, to: number): TradedBar[] {
    return this.bars.filter(({ start }) => start >= from && start < to);
  }

  trades(from: number, to: number): Trade[] {
    return this.prints.filter(({ exchangeTime }) => exchangeTime >= from && exchangeTime < to);
  }

  /** Its four prices count equally in the average, for the trades within are not known. */
  private addHistory(minute: Minute): void {
    this.enterDay(minute.start);
    const bar = this.barAt(minute.start, minute.open);
    const prices = [minute.open, minute.low, minute.high, minute.close];
    for (const price of prices) bar.add({ price, size: minute.volume / prices.length });
    if (this.calendar.at(minute.start)) for (const price of prices) this.addToDay({ price, size: minute.volume / prices.length, exchangeTime: minute.start });
  }

  private addToDay(trade: Pick<Trade, 'price' | 'size' | 'exchangeTime'>): void {
    this.today ??= new GrowingBar(trade.exchangeTime, trade.price);
    this.today.add(trade);
  }

  private enterDay(time: number): void {
    const date = dateOf(time);
    if (date === this.date) return;
    this.date = date;
    if (!this.today) return;
    this.previousClose = this.today.close;
    this.previousVolume = this.today.volume;
    this.today = undefined;
  }

  private barAt(start: number, open: Price): GrowingBar {
    const newest = this.bars.at(-1);
    if (newest?.start === start) return newest;
    const bar = new GrowingBar(start, open);
    this.bars.push(bar);
    return bar;
  }
}
