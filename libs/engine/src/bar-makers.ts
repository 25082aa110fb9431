import { BarBuilder, RollUp, type Bar, type EquitySymbol, type SessionCalendar, type StrategyDefinition, type Timeframe, type Trade } from '@sofi/domain';

interface BarMaker {
  readonly minutes: BarBuilder;
  readonly rollUps: readonly RollUp[];
}

/** The bars that a set of strategies looks at: minutes from trades, the coarser ones from minutes. */
export class BarMakers {
  private readonly makers: ReadonlyMap<EquitySymbol, BarMaker>;
  private closed: Bar[] = [];

  constructor(definitions: readonly StrategyDefinition[], history: ReadonlyMap<EquitySymbol, readonly Bar[]>, calendar: SessionCalendar) {
    const symbols = [...new Set(definitions.flatMap((definition) => definition.symbols))].toSorted();
    this.makers = new Map(symbols.map((symbol) => [symbol, makerOf(symbol, timeframesOf(definitions, symbol), history.get(symbol) ?? [], calendar)]));
  }

  onTrade(trade: Trade): void {
    const maker = this.makers.get(trade.symbol);
    if (!maker) return;
    for (const { bar } of maker.minutes.onTrade(trade)) this.take(maker, bar);
  }

  /** Everything that has closed since it was last asked: by symbol at the clock, minutes before the bars that they complete. */
  closedBy(time: number): Bar[] {
    for (const maker of this.makers.values()) for (const { bar } of maker.minutes.onClock(time)) this.take(maker, bar);
    const closed = this.closed;
    this.closed = [];
    return closed;
  }

  private take(maker: BarMaker, minute: Bar): void {
    this.closed.push(minute, ...maker.rollUps.flatMap((rollUp) => rollUp.onBar(minute).map(({ bar }) => bar)));
  }
}

function timeframesOf(definitions: readonly StrategyDefinition[], symbol: EquitySymbol): Timeframe[] {
  const wanted = definitions.filter(({ symbols }) => symbols.includes(symbol)).map(({ timeframe }) => timeframe);
  return [...new Set(wanted)].filter((timeframe) => timeframe !== '1m');
}

function makerOf(symbol: EquitySymbol, timeframes: readonly Timeframe[], history: readonly Bar[], calendar: SessionCalendar): BarMaker {
  const minutes = new BarBuilder({ symbol, timeframe: '1m', calendar });
  minutes.resume(history.filter(({ timeframe }) => timeframe === '1m'));
  return { minutes, rollUps: timeframes.map((timeframe) => new RollUp({ symbol, timeframe, calendar })) };
}
