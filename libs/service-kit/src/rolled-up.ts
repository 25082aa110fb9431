import { RollUp, type Bar, type SessionCalendar, type Timeframe } from '@sofi/domain';

/** One-minute bars → the closed bars of a coarser timeframe, by the same roll-up that the aggregator uses. */
export function rolledUp(bars: readonly Bar[], timeframe: Timeframe, calendar: SessionCalendar): readonly Bar[] {
  const [first] = bars;
  if (!first || timeframe === first.timeframe) return bars;
  const rollUp = new RollUp({ symbol: first.symbol, timeframe, calendar });
  return bars.flatMap((bar) => rollUp.onBar(bar)).flatMap((change) => (change.kind === 'closed' ? [change.bar] : []));
}
