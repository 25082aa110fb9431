import { Injectable } from '@nestjs/common';
import type { EquitySymbol, PastBars, Timeframe } from '@sofi/domain';
import { History } from '@sofi/service-kit';
import { MarketTime } from './market-time.js';

const LONG_WEEKEND_MS = 4 * 86_400_000;

export interface CandleWish {
  readonly symbol: EquitySymbol;
  readonly timeframe: Timeframe;
  readonly from?: number;
  readonly to?: number;
  readonly limit: number;
}

/** Bars for a chart. Without those of the broker it is better than none: its history can be away for long. */
@Injectable()
export class CandleHistory {
  constructor(
    private readonly history: History,
    private readonly time: MarketTime,
  ) {}

  async load({ symbol, timeframe, from, to = this.time.now() + 1, limit }: CandleWish): Promise<PastBars> {
    const load = (beginning: number) => this.history.load({ symbol, timeframe, from: beginning, to, limit }, { orStored: true });
    if (from !== undefined) return load(from);
    // one more than is asked for: the first may begin before
    const near = await load(await this.history.barsBefore(to, timeframe, limit + 1));
    if (near.bars.length >= limit) return near;
    // not every minute has a bar: before a symbol's first trade of all, where nobody watched and the broker has forgotten, or the newest are still to come
    return load((await this.history.barsBefore(to, timeframe, 3 * limit)) - LONG_WEEKEND_MS);
  }
}
