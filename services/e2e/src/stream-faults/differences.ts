import { dateOf, nyseCalendar, type Bar, type Trade } from '@sofi/domain';
import { barsOfPrints } from '../bars-of-file.js';

/** Each regular minute whose bar is not what plain arithmetic makes of its prints, in words. */
export function differences(bars: readonly Bar[], trades: readonly Trade[]): string[] {
  const session = nyseCalendar().on(dateOf(trades[0]?.exchangeTime ?? 0));
  const prints = trades.map(({ exchangeTime, price, size }) => ({ time: exchangeTime, price, size }));
  const expected = barsOfPrints(prints, session?.open ?? 0, session?.close ?? 0);
  const made = new Map(bars.map(({ start, open, high, low, close, volume, tradeCount }) => [start, { time: start, open, high, low, close, volume, tradeCount }]));
  const wrong = [...expected.values()].filter((bar) => JSON.stringify(made.get(bar.time)) !== JSON.stringify(bar));
  const invented = [...made.values()].filter((bar) => bar.volume > 0 && !expected.has(bar.time));
  return [
    ...wrong.map((bar) => `${new Date(bar.time).toISOString()}: ${JSON.stringify(made.get(bar.time))} must be ${JSON.stringify(bar)}`),
    ...invented.map((bar) => `${new Date(bar.time).toISOString()}: ${JSON.stringify(bar)} where nothing traded`),
  ];
}
