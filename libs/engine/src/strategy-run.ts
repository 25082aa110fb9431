import { RuleError, type Bar, type Decision, type EquitySymbol, type OrderId, type OrderRequest, type Signal, type StrategyDefinition } from '@sofi/domain';
import { strategyTypes, type Strategy, type StrategyView } from '@sofi/strategies';

export type HostFact = { readonly kind: 'decision'; readonly decision: Decision } | { readonly kind: 'request'; readonly request: OrderRequest };

/** One strategy on one symbol: fed bar by bar, oldest first, and asked what it wants. */
export class StrategyRun {
  readonly strategy: Strategy;
  private newest = -Infinity;

  /** Throws a RuleError for an unknown type, a ZodError for bad parameters. */
  constructor(
    definition: StrategyDefinition,
    readonly symbol: EquitySymbol,
    history: readonly Bar[],
  ) {
    const type = strategyTypes.get(definition.type);
    if (!type) throw new RuleError('type', definition.type, `must be one of ${[...strategyTypes.keys()].join(', ')}`);
    this.strategy = type.create(definition.parameters);
    for (const bar of history) if (bar.timeframe === definition.timeframe) this.warmUp(bar);
  }

  warmUp(bar: Bar): void {
    if (this.isNews(bar)) this.strategy.warmUp(bar);
  }

  /** The decision on a new bar, then the request where it asks for an order; nothing for a bar that was seen. */
  decide(definition: StrategyDefinition, bar: Bar, view: StrategyView, time: number): HostFact[] {
    if (!this.isNews(bar)) return [];
    const signal = permitted(this.strategy.onBar(bar, view), definition, view, bar);
    const request = requestOf(signal, definition, bar, time);
    const decision: Decision = {
      id: named(definition, bar),
      strategyId: definition.id,
      symbol: bar.symbol,
      timeframe: bar.timeframe,
      barStart: bar.start,
      time,
      close: bar.close,
      verdict: this.strategy.isWarm() ? signal.kind : 'warming-up',
      reason: signal.reason,
      values: signal.values,
      conditions: this.strategy.conditions(view),
      ...(request ? { orderId: request.id } : {}),
    };
    return request
      ? [
          { kind: 'decision', decision },
          { kind: 'request', request },
        ]
      : [{ kind: 'decision', decision }];
  }

  private isNews(bar: Bar): boolean {
    if (bar.start <= this.newest) return false;
    this.newest = bar.start;
    return true;
  }
}

/** A paused strategy opens nothing, and none does on a bar that may lack trades; nobody leaves what is not held. */
function permitted(signal: Signal, { status }: StrategyDefinition, { position }: StrategyView, { quality }: Bar): Signal {
  const { reason, values } = signal;
  if (signal.kind === 'enter' && status === 'paused') return { kind: 'hold', reason: `${reason}, but the strategy is paused and opens nothing`, values };
  if (signal.kind === 'enter' && quality === 'gap') return { kind: 'hold', reason: `${reason}, but trades may be missing from this bar, and nothing is opened on it`, values };
  if (signal.kind === 'exit' && !position?.netQuantity) return { kind: 'hold', reason: `${reason}, but nothing is held`, values };
  return signal;
}

function requestOf(signal: Signal, { id: strategyId, account, risk, ...definition }: StrategyDefinition, bar: Bar, time: number): OrderRequest | undefined {
  if (signal.kind === 'hold') return undefined;
  const head = { account, symbol: bar.symbol, time, strategyId, referencePrice: bar.close, reason: signal.reason };
  const name = named({ ...definition, id: strategyId }, bar);
  if (signal.kind === 'exit') return { ...head, kind: 'exit', id: `${name}-exit` as OrderId };
  const { stopLossPct = risk.stopLossPct, takeProfitPct = risk.takeProfitPct } = signal;
  return { ...head, kind: 'entry', id: `${name}-enter` as OrderId, risk: { ...risk, stopLossPct, takeProfitPct } };
}

/** What makes a decision and its order one fact, however often the bar is seen. */
function named({ id }: Pick<StrategyDefinition, 'id'>, bar: Bar): string {
  return `${id}-${bar.symbol.replace('/', '-')}-${bar.start}`;
}
