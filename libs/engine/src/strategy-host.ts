import { ORDER_ID_PATTERN, RuleError, type Bar, type EquitySymbol, type OrderEvent, type StrategyDefinition, type StrategyStatus, type Values } from '@sofi/domain';
import { BookViews } from './book-views.js';
import { StrategyRun, type HostFact } from './strategy-run.js';

/** How far one strategy is in one symbol. */
export interface RunState {
  readonly symbol: EquitySymbol;
  readonly warm: boolean;
  readonly barsSeen: number;
  readonly barsNeeded: number;
  readonly values: Values;
}

interface Hosted {
  definition: StrategyDefinition;
  readonly runs: ReadonlyMap<EquitySymbol, StrategyRun>;
}

/**
 * Runs strategies: closed bars and order events in, decisions and order requests out. Strategies are asked in the order of their ids, whenever they were started.
 * A view changes with order events only, so the same bars and events give the same decisions.
 */
export class StrategyHost {
  private hosted: readonly Hosted[] = [];
  private readonly views = new BookViews();

  /** With an account, order events of other accounts are left out. */
  constructor(private readonly options: { readonly account?: string } = {}) {}

  /**
   * Starts a strategy, or starts it anew: it learns from the history (oldest first, other timeframes are passed over), what its book holds stays.
   * Throws a RuleError for an unknown type or an id that no order could be named by, a ZodError for bad parameters.
   */
  start(definition: StrategyDefinition, history: ReadonlyMap<EquitySymbol, readonly Bar[]>): void {
    if (!ORDER_ID_PATTERN.test(definition.id)) throw new RuleError('id', definition.id, 'must be letters, digits and dashes');
    const runs = new Map(definition.symbols.map((symbol) => [symbol, new StrategyRun(definition, symbol, history.get(symbol) ?? [])]));
    const others = this.hosted.filter((one) => one.definition.id !== definition.id);
    this.hosted = [...others, { definition, runs }].toSorted((a, b) => a.definition.id.localeCompare(b.definition.id, 'en', { numeric: true }));
  }

  /** Throws a RuleError where no such strategy was started. */
  setStatus(id: string, status: StrategyStatus): void {
    const hosted = this.find(id);
    hosted.definition = { ...hosted.definition, status };
  }

  /** What it holds stays in its book. */
  remove(id: string): void {
    this.hosted = this.hosted.filter((one) => one.definition.id !== id);
  }

  definitions(): readonly StrategyDefinition[] {
    return this.hosted.map((one) => one.definition);
  }

  /**
   * One decision of every running or paused strategy of the bar's symbol and timeframe, at most once per bar; a stopped one only learns. A correction
   * (revision above 0) comes too late to decide on and is passed over.
   */
  onBar(bar: Bar, time: number): HostFact[] {
    if (bar.revision > 0) return [];
    return this.hosted.filter(({ definition }) => definition.timeframe === bar.timeframe).flatMap((hosted) => this.ask(hosted, bar, time));
  }

  onOrderEvent(event: OrderEvent): void {
    const { account } = this.options;
    if (account === undefined || this.views.accountOf(event) === account) this.views.onOrderEvent(event);
  }

  /** Throws a RuleError where no such strategy was started. */
  state(id: string): RunState[] {
    return [...this.find(id).runs.values()].map(({ symbol, strategy }) => ({
      symbol,
      warm: strategy.isWarm(),
      barsSeen: strategy.barsSeen(),
      barsNeeded: strategy.warmUpBars,
      values: strategy.values(),
    }));
  }

  private ask({ definition, runs }: Hosted, bar: Bar, time: number): HostFact[] {
    const run = runs.get(bar.symbol);
    if (run && definition.status !== 'stopped') return run.decide(definition, bar, this.views.of(definition.id, bar.symbol), time);
    run?.warmUp(bar);
    return [];
  }

  private find(id: string): Hosted {
    const found = this.hosted.find((one) => one.definition.id === id);
    if (!found) throw new RuleError('id', id, 'is not a strategy that was started');
    return found;
  }
}
