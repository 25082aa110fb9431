import type { Bar, OrderRow } from '../wire.js';
import { shares } from './money-format.js';
import { isBuying } from './order-words.js';

export interface FillMark {
  /** start of the bar that the fill lies in, ms */
  readonly time: number;
  readonly buying: boolean;
  readonly text: string;
}

/** Where orders were filled: one mark for a bar and direction, with the shares of all its fills; fills before the first bar are off the chart. */
export function fillMarks(orders: readonly OrderRow[], bars: readonly Bar[]): FillMark[] {
  const filled = new Map<string, { time: number; buying: boolean; quantity: number }>();
  for (const order of orders) {
    const bar = order.filledQuantity > 0 ? bars.findLast((one) => one.time <= order.updatedAt) : undefined;
    if (!bar) continue;
    const buying = isBuying(order.side);
    const key = `${bar.time} ${buying}`;
    filled.set(key, { time: bar.time, buying, quantity: (filled.get(key)?.quantity ?? 0) + order.filledQuantity });
  }
  return [...filled.values()].toSorted((a, b) => a.time - b.time).map(({ time, buying, quantity }) => ({ time, buying, text: `${buying ? 'B' : 'S'} ${shares(quantity)}` }));
}
