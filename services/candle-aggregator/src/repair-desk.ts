import { UnavailableError, type Bar, type EquitySymbol, type Stretch } from '@sofi/domain';
import { CommandRefused, type Bus } from '@sofi/nats';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** how long a closed minute waits for prints that prove it, and for the broker's history to know it */
const WAIT_MS = 10 * SECOND;
/** market-data answers a day at most at once */
const LONGEST_MS = 24 * 60 * MINUTE;
const AT_ONCE = 4;
/** of the 120 market data calls that Tradier allows; hours of ticks take several */
const QUESTIONS_A_MINUTE = 30;
/** with more symbols in doubt than this, one question about the day's volume of many comes first */
const FEW = 4;
const SYMBOLS_OF_A_QUOTE_CALL = 200;
const FIRST_PAUSE_MS = 15 * SECOND;
const LONGEST_PAUSE_MS = 10 * MINUTE;
/** an hour of ticks after the other, each in its turn within Tradier's limit, takes a while */
const PATIENCE_MS = 5 * MINUTE;

/** Closed minutes of one symbol in which trades may be missing, oldest first: `from` inclusive, `to` exclusive. */
export interface SymbolDoubt {
  readonly symbol: EquitySymbol;
  readonly ranges: readonly Stretch[];
}

/** minutes: all minutes of `range` in which the symbol traded, by the broker · volume: of the day, by the broker */
export type DeskAnswer =
  | { readonly kind: 'minutes'; readonly symbol: EquitySymbol; readonly range: Stretch; readonly bars: readonly Bar[] }
  | { readonly kind: 'volume'; readonly symbol: EquitySymbol; readonly volume: number };

interface Due {
  readonly symbol: EquitySymbol;
  readonly range: Stretch;
}

interface Standing {
  readonly failures: number;
  readonly until: number;
}

/**
 * Asks the broker, through market-data, what happened in minutes in doubt: the newest first, one question of a symbol and a few in all at a time, within a budget,
 * less and less often where there is no answer. Times are the market's. Answers wait until they are taken, so that they come between two messages.
 */
export class RepairDesk {
  readonly counts = { repairs: 0, failures: 0, minutesInDoubt: 0 };
  private readonly asking = new Set<EquitySymbol>();
  private readonly pauses = new Map<EquitySymbol, Standing>();
  /** up to where the day's volume was compared already */
  private readonly compared = new Map<EquitySymbol, number>();
  private inFlight = 0;
  private askedAt: number[] = [];
  private answers: DeskAnswer[] = [];
  private bug: unknown;

  constructor(private readonly bus: Pick<Bus, 'ask'>) {}

  /** All doubts that there are at this time. */
  consider(doubts: readonly SymbolDoubt[], now: number): void {
    this.counts.minutesInDoubt = doubts.reduce((sum, { ranges }) => sum + ranges.reduce((minutes, { from, to }) => minutes + (to - from) / MINUTE, 0), 0);
    this.askedAt = this.askedAt.filter((time) => time > now - MINUTE);
    const due = doubts.flatMap((one) => this.due(one, now) ?? []).toSorted((a, b) => b.range.to - a.range.to);
    const unknown = due.filter(({ symbol, range }) => (this.compared.get(symbol) ?? 0) < range.to);
    if (unknown.length > FEW) this.start(unknown.slice(0, SYMBOLS_OF_A_QUOTE_CALL), now, (asked) => this.askVolumes(asked));
    else for (const one of due) this.start([one], now, () => this.askMinutes(one));
  }

  /** What was answered since the last call. Throws what went wrong that is not the broker's silence. */
  take(): DeskAnswer[] {
    if (this.bug !== undefined) throw this.bug;
    const answers = this.answers;
    this.answers = [];
    return answers;
  }

  /** The newest of its ranges that has waited long enough, of a long one the newest day. */
  private due({ symbol, ranges }: SymbolDoubt, now: number): Due | undefined {
    const range = ranges.findLast(({ to }) => to + WAIT_MS <= now);
    const isFree = !this.asking.has(symbol) && (this.pauses.get(symbol)?.until ?? 0) <= now;
    return range && isFree ? { symbol, range: { from: Math.max(range.from, range.to - LONGEST_MS), to: range.to } } : undefined;
  }

  private start(due: readonly Due[], now: number, ask: (due: readonly Due[]) => Promise<DeskAnswer[]>): void {
    if (this.inFlight >= AT_ONCE || this.askedAt.length >= QUESTIONS_A_MINUTE) return;
    this.inFlight += 1;
    this.askedAt.push(now);
    for (const { symbol } of due) this.asking.add(symbol);
    void this.finish(due, now, ask(due));
  }

  private async finish(due: readonly Due[], askedAt: number, asked: Promise<DeskAnswer[]>): Promise<void> {
    try {
      // awaited first: the list is another one after each call of `take`
      const answers = await asked;
      this.answers.push(...answers);
      for (const { symbol } of due) this.pauses.delete(symbol);
    } catch (error) {
      if (!(error instanceof UnavailableError || error instanceof CommandRefused)) this.bug = error;
      this.counts.failures += 1;
      for (const { symbol } of due) this.pause(symbol, askedAt);
    } finally {
      this.inFlight -= 1;
      for (const { symbol } of due) this.asking.delete(symbol);
    }
  }

  private pause(symbol: EquitySymbol, askedAt: number): void {
    const failures = (this.pauses.get(symbol)?.failures ?? 0) + 1;
    this.pauses.set(symbol, { failures, until: askedAt + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1)) });
  }

  private async askMinutes({ symbol, range }: Due): Promise<DeskAnswer[]> {
    const { bars } = await this.bus.ask('market-data.minutes', { symbol, ...range }, { timeoutMs: PATIENCE_MS });
    this.counts.repairs += 1;
    return [{ kind: 'minutes', symbol, range, bars }];
  }

  private async askVolumes(due: readonly Due[]): Promise<DeskAnswer[]> {
    const { known } = await this.bus.ask('market-data.snapshots', { symbols: due.map(({ symbol }) => symbol) });
    for (const { symbol, range } of due) this.compared.set(symbol, range.to);
    return known.map(({ symbol, volume }) => ({ kind: 'volume', symbol, volume }));
  }
}
