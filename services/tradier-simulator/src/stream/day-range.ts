import type { EquitySymbol, Price, Trade } from '@sofi/domain';
import type { DayFigures } from '../market/market.js';

/** What a summary tells of a share's day, kept as trades come. */
export class DayRange {
  open: Price | undefined;
  high: Price | undefined;
  low: Price | undefined;
  previousClose: Price | undefined;
  private last: Price | undefined;

  constructor(
    readonly symbol: EquitySymbol,
    day: DayFigures,
  ) {
    ({ open: this.open, high: this.high, low: this.low, previousClose: this.previousClose } = day);
    this.last = day.last?.price;
  }

  /** True where the trade changed what a summary says. */
  take({ price, size, cumulativeVolume, session }: Trade): boolean {
    const newDay = cumulativeVolume === size;
    if (newDay) {
      this.previousClose = this.last ?? this.previousClose;
      this.open = this.high = this.low = undefined;
    }
    if (session !== 'regular') return newDay;
    this.last = price;
    const extreme = this.high === undefined || this.low === undefined || price > this.high || price < this.low;
    this.open ??= price;
    this.high = Math.max(this.high ?? price, price) as Price;
    this.low = Math.min(this.low ?? price, price) as Price;
    return extreme;
  }
}
