import { GRACE_MS, lengthMs, RollUp, type Bar, type EquitySymbol, type SessionCalendar, type StrategyDefinition, type Timeframe } from '@sofi/domain';
import type { Bus } from '@sofi/nats';
import type { Database } from '@sofi/postgres';
import { brokerBars } from '@sofi/service-kit';

/** Indicators with a memory (Wilder's averages) settle over several periods; so many warm-ups of history are read. */
const WARM_UPS = 10;

const DAY_MS = 86_400_000;
/** No history begins earlier, however long the sessions back are to find. */
const DEEPEST_MS = { minutes: 366 * DAY_MS, days: 20 * 366 * DAY_MS };

/** Reads the closed bars that a strategy is warmed with: what is stored, and before that what the broker remembers. */
export class WarmUpHistory {
  constructor(
    private readonly bus: Pick<Bus, 'ask'>,
    private readonly database: Pick<Database, 'bars' | 'checkpoints'>,
    private readonly calendar: SessionCalendar & { cover(time: number): Promise<void> },
  ) {}

  /**
   * Bars closed by the clock `until`, oldest first, for each symbol. The first time, so many as the strategy needs; from then on always from the
   * same beginning, so that a restarted strategy has the very indicator values that it had.
   */
  async read(definition: StrategyDefinition, warmUpBars: number, until: number): Promise<Map<EquitySymbol, Bar[]>> {
    const from = await this.beginning(definition, warmUpBars, until);
    const history = new Map<EquitySymbol, Bar[]>();
    for (const symbol of definition.symbols) history.set(symbol, await this.bars(symbol, definition.timeframe, from, until));
    return history;
  }

  /** Forgets where the history began: the next start begins anew. */
  async forget(strategyId: string): Promise<void> {
    await this.database.checkpoints.set(`strategy-runner.warm.${strategyId}`, { sequence: 0, marketTime: 0 });
  }

  private async beginning(definition: StrategyDefinition, warmUpBars: number, until: number): Promise<number> {
    const name = `strategy-runner.warm.${definition.id}`;
    const known = await this.database.checkpoints.get(name);
    if (known && known.marketTime > 0) return known.marketTime;
    const from = await this.barsBefore(until, definition.timeframe, warmUpBars * WARM_UPS);
    await this.database.checkpoints.set(name, { sequence: 0, marketTime: from });
    return from;
  }

  /** The instant that at least so many bars lie between it and `until`. */
  private async barsBefore(until: number, timeframe: Timeframe, bars: number): Promise<number> {
    const length = lengthMs(timeframe);
    if (length !== 'session') return this.tradedBefore(until, bars * length);
    // five sessions in a week, and a holiday or two more
    return until - Math.min(Math.ceil((bars * 7) / 5 + bars / 20 + 4) * DAY_MS, DEEPEST_MS.days);
  }

  /** The instant that so many milliseconds of regular trading lie between it and `until`, a year ago at the most. */
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

  private async bars(symbol: EquitySymbol, timeframe: Timeframe, from: number, until: number): Promise<Bar[]> {
    if (timeframe === '1d') return this.closed(symbol, '1d', from, until);
    const minutes = await this.closed(symbol, '1m', from, until);
    if (timeframe === '1m') return minutes;
    const rollUp = new RollUp({ symbol, timeframe, calendar: this.calendar });
    return minutes.flatMap((bar) => rollUp.onBar(bar).map((change) => change.bar));
  }

  /** What is stored, and before it what the broker has: a broker that does not answer is an error, for the strategy would start cold. */
  private async closed(symbol: EquitySymbol, timeframe: '1m' | '1d', from: number, until: number): Promise<Bar[]> {
    const isClosed = (bar: Bar) => bar.end + GRACE_MS <= until;
    const stored = (await this.database.bars.load({ symbol, timeframe, from, to: until })).filter(isClosed);
    const older = await brokerBars(this.bus, { symbol, timeframe, from, to: stored[0]?.start ?? until });
    return [...older.filter(isClosed), ...stored];
  }
}
