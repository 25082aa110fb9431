import type { Bar, BarQuality } from './bar.js';
import type { Trade } from './market-events.js';
import type { Price } from './price.js';
import type { EquitySymbol } from './symbol.js';
import type { Timeframe } from './timeframe.js';

/**
 * A bar in the making. First and last are decided by exchange time and, within the same millisecond, by the day's cumulative volume:
 * the order of arrival does not matter.
 */
export class BarAccumulator {
  revision = 0;
  quality: BarQuality = 'whole';
  /** what was last said of it */
  told: BarQuality = 'whole';
  volume = 0;
  private tradeCount = 0;
  private open: Price = 0 as Price;
  private high: Price = -Infinity as Price;
  private low: Price = Infinity as Price;
  close: Price = 0 as Price;
  private openTime = Infinity;
  private openVolume = Infinity;
  private closeTime = -Infinity;
  private closeVolume = -Infinity;
  /** price × shares, exact: a double as long as it holds the sum, the rest in a bigint that is hardly ever touched */
  private notional = 0;
  private notionalRest = 0n;

  constructor(
    readonly start: number,
    readonly end: number,
  ) {}

  /** A bucket in which nothing traded: all prices are the close before it. */
  static flat(start: number, end: number, close: Price): BarAccumulator {
    const flat = new BarAccumulator(start, end);
    flat.carry(close);
    return flat;
  }

  /**
   * A bar that was closed before a restart, or made elsewhere. Its first and last print keep their places, for their exact times are not in the bar.
   */
  static of(bar: Bar): BarAccumulator {
    const made = BarAccumulator.flat(bar.start, bar.end, bar.close);
    // not by the count: the broker's bars of minutes do not tell it
    if (bar.volume > 0) {
      Object.assign(made, { open: bar.open, high: bar.high, low: bar.low, volume: bar.volume, tradeCount: bar.tradeCount });
      Object.assign(made, { openTime: -Infinity, closeTime: Infinity, notionalRest: BigInt(bar.vwap) * BigInt(bar.volume) });
    }
    made.revision = bar.revision;
    // that trades are missing is no property of those that are there
    made.quality = bar.quality === 'gap' ? 'whole' : bar.quality;
    made.told = bar.quality;
    return made;
  }

  /** Another close to carry through a bucket without trades. */
  carry(close: Price): void {
    this.open = this.high = this.low = this.close = close;
  }

  add(trade: Trade): void {
    const { price, size, exchangeTime, cumulativeVolume } = trade;
    if (this.volume === 0) this.high = this.low = price;
    else if (price > this.high) this.high = price;
    else if (price < this.low) this.low = price;
    if (exchangeTime < this.openTime || (exchangeTime === this.openTime && cumulativeVolume < this.openVolume)) {
      this.open = price;
      this.openTime = exchangeTime;
      this.openVolume = cumulativeVolume;
    }
    if (exchangeTime > this.closeTime || (exchangeTime === this.closeTime && cumulativeVolume > this.closeVolume)) {
      this.close = price;
      this.closeTime = exchangeTime;
      this.closeVolume = cumulativeVolume;
    }
    this.tradeCount += 1;
    this.volume += size;
    this.addNotional(price, size);
  }

  bar(symbol: EquitySymbol, timeframe: Timeframe, quality: BarQuality): Bar {
    const { start, end, open, high, low, close, volume, tradeCount, revision } = this;
    return { symbol, timeframe, start, end, open, high, low, close, volume, tradeCount, vwap: this.vwap(), revision, quality };
  }

  private addNotional(price: number, size: number): void {
    const sum = this.notional + price * size;
    if (sum <= Number.MAX_SAFE_INTEGER) {
      this.notional = sum;
      return;
    }
    this.notionalRest += BigInt(this.notional) + BigInt(price) * BigInt(size);
    this.notional = 0;
  }

  /** Rounded once, to the nearest millionth of a dollar. */
  private vwap(): Price {
    if (this.volume === 0) return this.close;
    const shares = BigInt(this.volume);
    const total = this.notionalRest + BigInt(this.notional);
    return Number((2n * total + shares) / (2n * shares)) as Price;
  }
}
