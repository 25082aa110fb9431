import type { CommandReply, CommandRequest } from '@sofi/contracts';
import {
  dateOf,
  newYorkDay,
  splitAdjusted,
  UnavailableError,
  type Bar,
  type EquitySymbol,
  type MarketHistory,
  type Read,
  type SessionCalendar,
  type Split,
  type Stretch,
} from '@sofi/domain';
import type { Database } from '@sofi/postgres';
import type { SplitWatch } from './split-watch.js';
import { MEMORY_MS, minutesOf, unaskedDays, unaskedSessions } from './missing-history.js';

type Wish = CommandRequest<'market-data.backfill'>;
type Reply = CommandReply<'market-data.backfill'>;

/** One question to the broker, and what it settles. */
interface Question {
  readonly range: Stretch;
  ask(): Promise<Read<readonly Bar[]>>;
}

/** The fetching of one symbol's minutes or days. Whoever wants more of them meanwhile waits for it and then looks what is still missing. */
interface Job {
  readonly work: Promise<void>;
  done: number;
  of: number;
}

/** after the close, until the broker's minutes of the session are whole */
const SETTLING_MS = 10 * 60_000;
/** so short a hole between the last day that was told and the newest may be a day that is not told yet; a longer one is the silence of a symbol that is gone */
const UNTOLD_MS = 5 * 24 * 3_600_000;
const NOTHING = 'the broker has nothing of it';

/**
 * Puts the broker's history into storage: what is missing there, was never asked for, and is over. A session counts as missing where minutes of it are, so a
 * day that the product slept through is filled as well as the days before it was born; what is stored is not touched. Each answer is stored with the
 * note that it was asked for, so a kill or a failure loses one question.
 */
export class Backfill {
  private readonly jobs = new Map<string, Job>();

  /** @param patience resolves when somebody who asked has waited long enough for one answer */
  constructor(
    private readonly database: Pick<Database, 'bars' | 'historyRanges' | 'splits' | 'transaction'>,
    private readonly history: Pick<MarketHistory, 'minuteBars' | 'dailyBars'>,
    private readonly calendar: SessionCalendar & { cover(time: number): Promise<void> },
    private readonly now: () => Promise<number>,
    private readonly patience: () => Promise<void>,
    private readonly splits: Pick<SplitWatch, 'compare'>,
  ) {}

  /** Throws an UnavailableError where the broker does not answer. */
  async request({ symbol, timeframe, from, to }: Wish): Promise<Reply> {
    const now = await this.now();
    await this.calendar.cover(now);
    const settledUntil = this.settledUntil(timeframe, now);
    const range = { from: Math.max(from, now - MEMORY_MS[timeframe]), to: Math.min(to, settledUntil) };
    const key = `${symbol} ${timeframe}`;
    const enough = this.patience().then(() => 'running' as const);
    for (let own = false; !own && range.from < range.to;) {
      const running = this.jobs.get(key);
      own = !running;
      const job = running ?? this.begin(key, symbol, timeframe, range);
      const state = await Promise.race([job.work.then(() => 'done' as const), enough]);
      if (state === 'running') return { state, done: job.done, of: job.of, settledUntil };
    }
    return { state: 'done', done: 0, of: 0, settledUntil };
  }

  /**
   * Of minutes the opening of a session that is not over, or so lately that the broker may not know all of it, and behind that its close. Of days the close of the
   * last that is told whole: it is when the next day has begun.
   */
  private settledUntil(timeframe: '1m' | '1d', now: number): number {
    const session = this.calendar.latest(now);
    if (!session) return now;
    if (timeframe === '1m') return now < session.close + SETTLING_MS ? session.open : session.close;
    if (now >= newYorkDay(session.close - 1).end) return session.close;
    return this.calendar.latest(session.open - 1)?.close ?? session.open;
  }

  private begin(key: string, symbol: EquitySymbol, timeframe: '1m' | '1d', range: Stretch): Job {
    const job: Job = { done: 0, of: 0, work: Promise.resolve() };
    const work = this.work(job, symbol, timeframe, range).finally(() => this.jobs.delete(key));
    // those who wait for it hear of a failure; where nobody does any more it is asked again
    work.catch(() => {});
    this.jobs.set(key, Object.assign(job, { work }));
    return job;
  }

  private async work(job: Job, symbol: EquitySymbol, timeframe: '1m' | '1d', range: Stretch): Promise<void> {
    const questions = timeframe === '1m' ? await this.missingMinutes(symbol, range) : await this.missingDays(symbol, range);
    job.of = questions.length;
    for (const question of questions) {
      const answer = await question.ask();
      if (answer.state === 'unavailable') throw new UnavailableError(answer.reason);
      if (timeframe === '1d') await this.splits.compare(symbol, answer.value, await this.now());
      await this.store(symbol, timeframe, question.range, answer.value, question.range.to === range.to);
      job.done += 1;
    }
  }

  private async missingMinutes(symbol: EquitySymbol, range: Stretch): Promise<Question[]> {
    await this.calendar.cover(range.from);
    await this.calendar.cover(range.to);
    const questions: Question[] = [];
    for (const session of unaskedSessions(range, await this.database.historyRanges.of(symbol, '1m'), this.calendar)) {
      const { open: from, close: to } = session;
      if ((await this.database.bars.count({ symbol, timeframe: '1m', from, to })) >= minutesOf(session, this.calendar)) continue;
      questions.push({ range: { from, to }, ask: () => this.history.minuteBars(symbol, from, to) });
    }
    return questions;
  }

  private async missingDays(symbol: EquitySymbol, range: Stretch): Promise<Question[]> {
    const windows = unaskedDays(range, await this.database.historyRanges.of(symbol, '1d'));
    return windows.map(({ from, to }) => ({ range: { from, to }, ask: () => this.history.dailyBars(symbol, dateOf(from), dateOf(to - 1)) }));
  }

  private async store(symbol: EquitySymbol, timeframe: '1m' | '1d', range: Stretch, answer: readonly Bar[], newest: boolean): Promise<void> {
    // days are asked for by date: the first and the last may lie outside
    const bars = answer.filter((bar) => bar.start >= range.from && bar.start < range.to);
    const splits = await this.database.splits.of(symbol);
    await this.database.transaction(async (tx) => {
      await tx.bars.import(asTraded(bars, splits));
      const known = timeframe === '1d' && newest ? told(range, bars) : range;
      if (known.from < known.to) await tx.historyRanges.add(symbol, timeframe, known, bars.length > 0 ? '' : NOTHING);
    });
  }
}

/** The newest day may be told later than the others: then the range ends with the last that was told. */
function told({ from, to }: Stretch, bars: readonly Bar[]): Stretch {
  const last = bars.reduce((end, bar) => Math.max(end, bar.end), from);
  return { from, to: to - last < UNTOLD_MS ? Math.min(last, to) : to };
}

/** The broker tells the past in today's shares; storage holds what was traded. */
function asTraded(bars: readonly Bar[], splits: readonly Split[]): readonly Bar[] {
  return splitAdjusted(
    bars,
    splits.map(({ date, ratio: { shares, of } }) => ({ date, ratio: { shares: of, of: shares } })),
  );
}
