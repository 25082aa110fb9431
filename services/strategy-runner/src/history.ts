import { RollUp, type Bar, type EquitySymbol, type SessionCalendar, type StrategyDefinition, type Timeframe } from '@sofi/domain';
import type { Bus } from '@sofi/nats';
import type { Database } from '@sofi/postgres';

/** The late grace of a bar: a tick at or after end + grace has closed it. */
export const GRACE_MS = 2_000;
/** Indicators with a memory (Wilder's averages) settle over several periods; so many warm-ups of history are read. */
const WARM_UPS = 10;

const MINUTES: Record<Timeframe, number> = { '1m': 1, '5m': 5, '15m': 15, '30m': 30, '1h': 60, '4h': 240, '1d': 1440 };

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
    const from = await this.tradingMinutesBefore(until, warmUpBars * WARM_UPS * MINUTES[definition.timeframe]);
    await this.database.checkpoints.set(name, { sequence: 0, marketTime: from });
    return from;
  }

  /** The instant that so many minutes of regular trading lie between it and `until`. */
  private async tradingMinutesBefore(until: number, minutes: number): Promise<number> {
    let missing = minutes * 60_000;
    let at = until;
    await this.calendar.cover(at);
    for (let session = this.calendar.latest(at); session !== undefined; session = this.calendar.latest(at)) {
      const traded = Math.max(0, Math.min(at, session.close) - session.open);
      if (traded >= missing) return Math.min(at, session.close) - missing;
      missing -= traded;
      at = session.open - 1;
      await this.calendar.cover(at);
    }
    return at;
  }

  private async bars(symbol: EquitySymbol, timeframe: Timeframe, from: number, until: number): Promise<Bar[]> {
    const stored = (await this.database.bars.load({ symbol, timeframe: '1m', from, to: until })).filter((bar) => bar.end + GRACE_MS <= until);
    const firstStored = stored[0]?.start ?? until;
    const older = firstStored > from ? await this.brokersBars(symbol, from, firstStored) : [];
    const minutes = [...older.filter((bar) => bar.end + GRACE_MS <= until), ...stored];
    if (timeframe === '1m') return minutes;
    const rollUp = new RollUp({ symbol, timeframe, calendar: this.calendar });
    return minutes.flatMap((bar) => rollUp.onBar(bar).map((change) => change.bar));
  }

  /** Nothing where the broker has nothing; a broker that does not answer is an error, for the strategy would start cold. */
  private async brokersBars(symbol: EquitySymbol, from: number, to: number): Promise<readonly Bar[]> {
    const { bars } = await this.bus.ask('market-data.bars', { symbol, timeframe: '1m', from, to });
    return bars;
  }
}
