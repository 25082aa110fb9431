import type { Bar, OrderRow } from '../wire.js';
import { money, shares } from './money-format.js';
import { isBuying } from './order-words.js';

export interface FillMark {
  /** start of the bar that the fill lies in, ms */
  readonly time: number;
  readonly buying: boolean;
  readonly text: string;
}

/** Where orders were filled, each on the bar that was open then; fills before the first bar are off the chart. */
export function fillMarks(orders: readonly OrderRow[], bars: readonly Bar[]): FillMark[] {
  const marks = orders.flatMap((order) => {
    const bar = order.filledQuantity > 0 ? bars.findLast((one) => one.time <= order.updatedAt) : undefined;
    if (!bar) return [];
    const buying = isBuying(order.side);
    return [{ time: bar.time, buying, text: `${buying ? 'B' : 'S'} ${shares(order.filledQuantity)} @ ${money(order.averageFillPrice)}` }];
  });
  return marks.sort((a, b) => a.time - b.time);
}
