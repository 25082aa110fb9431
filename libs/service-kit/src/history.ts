import {
  bucketsBetween,
  dateOf,
  joined,
  lengthMs,
  splitAdjusted,
  UnavailableError,
  type Bar,
  type BarQuery,
  type BarSource,
  type EquitySymbol,
  type PastBars,
  type SessionCalendar,
  type Stretch,
  type Timeframe,
} from '@sofi/domain';
import type { Bus } from '@sofi/nats';
import type { Database } from '@sofi/postgres';
import { rolledUp } from './rolled-up.js';

const DAY_MS = 86_400_000;
/** No history begins earlier, however long the sessions back are to find. */
const DEEPEST_MS = { minutes: 366 * DAY_MS, days: 20 * 366 * DAY_MS };

export interface HistoryWish extends BarQuery {
  readonly from: number;
  readonly to: number;
}

export interface HistoryOptions {
  /** what is stored is answered where the broker does not answer; an error only where nothing is */
  readonly orStored?: boolean;
  /** how many of the questions to the broker are answered */
  readonly onProgress?: (done: number, of: number) => void;
}

/**
 * The one door to bars of the past. market-data first puts into storage what is missing there; then they are read from there, and of the session of
 * today what the broker says of the time before the first stored bar. Coarse bars are those that are stored, and for the rest roll-ups of whole minutes.
 */
export class History implements BarSource {
  constructor(
    private readonly bus: Pick<Bus, 'ask'>,
    private readonly database: Pick<Database, 'bars' | 'splits'>,
    private readonly calendar: SessionCalendar & { cover(time: number): Promise<void> },
  ) {}

  async load(wish: HistoryWish, { orStored = false, onProgress = () => {} }: HistoryOptions = {}): Promise<PastBars> {
    try {
      const settledUntil = await this.fill(wish, onProgress);
      return await this.view(wish, await this.today(wish, settledUntil));
    } catch (error) {
      if (!orStored || !(error instanceof UnavailableError)) throw error;
      const view = await this.view(wish, []);
      if (view.bars.length === 0) throw error;
      return view;
    }
  }

  /** The instant that at least so many bars lie between it and `until`; a year ago at the most, of days 20 years. */
  async barsBefore(until: number, timeframe: Timeframe, bars: number): Promise<number> {
    const length = lengthMs(timeframe);
    if (length !== 'session') return this.tradedBefore(until, bars * length);
    // five sessions in a week, and a holiday or two more
    return until - Math.min(Math.ceil((bars * 7) / 5 + bars / 20 + 4) * DAY_MS, DEEPEST_MS.days);
  }

  /** Makes the calendar know every session between. */
  async cover(from: number, to: number): Promise<void> {
    for (let at = from; at < to; at += 28 * DAY_MS) await this.calendar.cover(at);
    await this.calendar.cover(to);
  }

  /** The instant that so many milliseconds of regular trading lie between it and `until`. */
  private async tradedBefore(until: number, traded: number): Promise<number> {
    const deepest = until - DEEPEST_MS.minutes;
    let missing = traded;
    for (let at = until; at > deepest;) {
      await this.calendar.cover(at);
      const session = this.calendar.latest(at);
      if (!session) return at;
      const end = Math.min(at, session.close);
      if (end - session.open >= missing) return Math.max(end - missing, deepest);
      missing -= Math.max(0, end - session.open);
      at = session.open - 1;
    }
    return deepest;
  }

  /** Asks until everything that is over is stored; answers where that ends. */
  private async fill({ symbol, timeframe, from, to }: HistoryWish, onProgress: (done: number, of: number) => void): Promise<number> {
    for (;;) {
      const { state, done, of, settledUntil } = await this.bus.ask('market-data.backfill', { symbol, timeframe: timeframe === '1d' ? '1d' : '1m', from, to });
      if (state === 'done') return settledUntil;
      onProgress(done, of);
    }
  }

  /** The broker's closed minutes of today before the first that is stored: a session at most, and nobody but the aggregator stores them. A day has no bar before its close. */
  private async today({ symbol, timeframe, from, to }: HistoryWish, settledUntil: number): Promise<readonly Bar[]> {
    if (timeframe === '1d' || settledUntil >= to) return [];
    const begin = Math.max(from, settledUntil);
    const first = await this.database.bars.first({ symbol, timeframe: '1m', from: begin, to });
    const end = first?.start ?? to;
    if (begin >= end) return [];
    const { bars } = await this.bus.ask('market-data.bars', { symbol, from: begin, to: end });
    return bars.filter((bar) => bar.start >= begin && bar.end <= end);
  }

  private async view(wish: HistoryWish, today: readonly Bar[]): Promise<PastBars> {
    const { symbol, timeframe, from, to, limit } = wish;
    const bars = timeframe === '1m' || timeframe === '1d' ? await this.stored(wish, today) : await this.coarse(wish, today);
    const newest = limit === undefined ? bars : bars.slice(-limit);
    const first = dateOf(newest[0]?.start ?? from);
    const last = dateOf(to - 1);
    const splits = (await this.database.splits.of(symbol)).filter(({ date }) => date > first && date <= last);
    return { bars: splitAdjusted(newest, splits), splits };
  }

  private async stored(wish: HistoryWish, today: readonly Bar[]): Promise<readonly Bar[]> {
    const stored = await this.database.bars.load(wish);
    return today.length === 0 ? stored : [...stored, ...today].toSorted((a, b) => a.start - b.start);
  }

  private async coarse(wish: HistoryWish & { timeframe: Timeframe }, today: readonly Bar[]): Promise<readonly Bar[]> {
    const { symbol, timeframe, from, to } = wish;
    await this.cover(from, to);
    const byStart = new Map((await this.database.bars.load(wish)).map((bar) => [bar.start, bar]));
    // what was made from a part of its minutes may be whole by now
    const isWhole = (start: number) => (byStart.get(start)?.quality ?? 'gap') !== 'gap';
    const missing = [...bucketsBetween(timeframe, this.calendar, from, to - 1)].filter(({ start }) => start >= from && !isWhole(start));
    for (const stretch of joined(missing.map(({ start, end }) => ({ from: start, to: end })))) {
      for (const bar of rolledUp(await this.minutes(symbol, stretch, to, today), timeframe, this.calendar)) byStart.set(bar.start, bar);
    }
    return [...byStart.values()].toSorted((a, b) => a.start - b.start);
  }

  private async minutes(symbol: EquitySymbol, { from, to }: Stretch, end: number, today: readonly Bar[]): Promise<readonly Bar[]> {
    const within = today.filter((bar) => bar.start >= from && bar.start < to);
    return this.stored({ symbol, timeframe: '1m', from, to: Math.min(to, end) }, within);
  }
}
