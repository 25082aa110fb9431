import type { Price, Trade } from '@sofi/domain';
import type { TradedBar } from './market.js';

const MINUTE = 60_000;

export function minuteOf(time: number): number {
  return Math.floor(time / MINUTE) * MINUTE;
}

/** A bar that is still being traded. */
export class GrowingBar implements TradedBar {
  high: Price;
  low: Price;
  close: Price;
  volume = 0;
  private value = 0;

  constructor(
    readonly start: number,
    readonly open: Price,
  ) {
    this.high = this.low = this.close = open;
  }

  get vwap(): Price {
    return (this.volume > 0 ? Math.round(this.value / this.volume) : this.close) as Price;
  }

  add({ price, size }: Pick<Trade, 'price' | 'size'>): void {
    if (price > this.high) this.high = price;
    if (price < this.low) this.low = price;
    this.close = price;
    this.volume += size;
    this.value += price * size;
  }
}

/** Trades of one stretch → its bar; none of none. */
export function barOf(trades: readonly Trade[], start: number): TradedBar[] {
  const [first] = trades;
  if (!first) return [];
  const bar = new GrowingBar(start, first.price);
  for (const trade of trades) bar.add(trade);
  return [bar];
}

/** Bars, oldest first → one bar for each group, oldest first. `group` names the start of a bar's group. */
export function rolledUp(bars: readonly TradedBar[], group: (bar: TradedBar) => number): TradedBar[] {
  const groups = new Map<number, TradedBar[]>();
  for (const bar of bars) {
    const start = group(bar);
    const members = groups.get(start);
    if (members) members.push(bar);
    else groups.set(start, [bar]);
  }
  return [...groups].map(([start, members]) => ({ ...joined(members), start }));
}

function joined(bars: readonly TradedBar[]): Omit<TradedBar, 'start'> {
  const volume = bars.reduce((sum, bar) => sum + bar.volume, 0);
  const value = bars.reduce((sum, bar) => sum + bar.vwap * bar.volume, 0);
  const close = bars.at(-1)?.close ?? (0 as Price);
  return {
    open: bars[0]?.open ?? close,
    high: Math.max(...bars.map(({ high }) => high)) as Price,
    low: Math.min(...bars.map(({ low }) => low)) as Price,
    close,
    volume,
    vwap: (volume > 0 ? Math.round(value / volume) : close) as Price,
  };
}
