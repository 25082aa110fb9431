import type { Bar, EquitySymbol } from '@sofi/domain';
import type { Bus } from '@sofi/nats';

const DAY_MS = 86_400_000;
/** One answer is one message of NATS, of 1 MB at most: a day of minutes, open around the clock, is 1,440 bars or some 320 kB. */
const WINDOW_MS = { '1m': DAY_MS, '1d': 1_000 * DAY_MS };
/** How far before its end a range is asked for at all. Tradier keeps 20 trading days of minutes, 28 calendar days without a holiday. */
const MEMORY_MS = { '1m': 30 * DAY_MS, '1d': 20_000 * DAY_MS };

export interface BrokerRange {
  readonly symbol: EquitySymbol;
  readonly timeframe: '1m' | '1d';
  /** ms, the first start of a bar */
  readonly from: number;
  /** ms, exclusive */
  readonly to: number;
}

/**
 * The closed bars that the broker remembers of a range, oldest first, fewer where it remembers less. Asks for one window after the other, so
 * that a long range neither outgrows a message nor floods the broker. Throws an UnavailableError where one of them is not answered.
 */
export async function brokerBars(bus: Pick<Bus, 'ask'>, { symbol, timeframe, from, to }: BrokerRange): Promise<Bar[]> {
  const bars: Bar[] = [];
  const window = WINDOW_MS[timeframe];
  for (let start = Math.max(from, to - MEMORY_MS[timeframe]); start < to; start += window) {
    const end = Math.min(start + window, to);
    const answer = await bus.ask('market-data.bars', { symbol, timeframe, from: start, to: end });
    // days are asked for by date: the first and the last may begin outside
    bars.push(...answer.bars.filter((bar) => bar.start >= start && bar.start < end));
  }
  return bars;
}
