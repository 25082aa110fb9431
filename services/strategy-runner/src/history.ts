import { GRACE_MS, RollUp, type Bar, type EquitySymbol, type SessionCalendar, type StrategyDefinition, type Timeframe } from '@sofi/domain';
import type { Database } from '@sofi/postgres';
import type { History } from '@sofi/service-kit';

/** Indicators with a memory (Wilder's averages) settle over several periods; so many warm-ups of history are read. */
const WARM_UPS = 10;

/** Reads the closed bars that a strategy is warmed with. Coarse ones are rolled up from minutes here: a restart must not find one revised that was decided on. */
export class WarmUpHistory {
  constructor(
    private readonly history: Pick<History, 'load' | 'barsBefore' | 'cover'>,
    private readonly database: Pick<Database, 'checkpoints'>,
    private readonly calendar: SessionCalendar,
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
    const from = await this.history.barsBefore(until, definition.timeframe, warmUpBars * WARM_UPS);
    await this.database.checkpoints.set(name, { sequence: 0, marketTime: from });
    return from;
  }

  private async bars(symbol: EquitySymbol, timeframe: Timeframe, from: number, until: number): Promise<Bar[]> {
    if (timeframe === '1d') return this.closed(symbol, '1d', from, until);
    const minutes = await this.closed(symbol, '1m', from, until);
    if (timeframe === '1m') return minutes;
    await this.history.cover(from, until);
    const rollUp = new RollUp({ symbol, timeframe, calendar: this.calendar });
    return minutes.flatMap((bar) => rollUp.onBar(bar).map((change) => change.bar));
  }

  /** A broker that does not answer is an error, for the strategy would start cold. */
  private async closed(symbol: EquitySymbol, timeframe: '1m' | '1d', from: number, until: number): Promise<Bar[]> {
    const { bars } = await this.history.load({ symbol, timeframe, from, to: until });
    return bars.filter((bar) => bar.end + GRACE_MS <= until);
  }
}
