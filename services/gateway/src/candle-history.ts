import { Inject, Injectable } from '@nestjs/common';
import { UnavailableError, type Bar, type EquitySymbol, type Timeframe } from '@sofi/domain';
import type { Bus } from '@sofi/nats';
import type { Database } from '@sofi/postgres';
import { BUS, DATABASE } from '@sofi/service-kit';
import { MarketTime } from './market-time.js';
import { missingBefore, spanOf, type Range } from './missing-range.js';
import { rolledUp } from './rolled-up.js';

export interface CandleWish {
  readonly symbol: EquitySymbol;
  readonly timeframe: Timeframe;
  readonly from?: number;
  readonly to?: number;
  readonly limit: number;
}

/** Bars for a chart: what is stored, and before it what the broker's history says. Only the aggregator writes bars; what is fetched here is shown and forgotten. */
@Injectable()
export class CandleHistory {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(BUS) private readonly bus: Bus,
    private readonly time: MarketTime,
  ) {}

  async load(wish: CandleWish): Promise<readonly Bar[]> {
    const to = wish.to ?? this.time.now() + 1;
    const range: Range = { to, from: wish.from ?? to - spanOf(wish.timeframe, wish.limit) };
    const stored = await this.database.bars.load({ symbol: wish.symbol, timeframe: wish.timeframe, ...range, limit: wish.limit });
    const missing = missingBefore(stored, range, wish.limit, wish.timeframe);
    if (!missing) return stored;
    const earlier = await this.earlier(wish, missing, stored.length > 0);
    return [...earlier, ...stored].slice(-wish.limit);
  }

  /** Where there are stored bars, a chart without the earlier ones is better than none: the broker's history can be away for long. */
  private async earlier(wish: CandleWish, missing: Range, dispensable: boolean): Promise<readonly Bar[]> {
    try {
      const { bars } = await this.bus.ask('market-data.bars', { symbol: wish.symbol, timeframe: wish.timeframe === '1d' ? '1d' : '1m', ...missing });
      return rolledUp(bars, wish.timeframe);
    } catch (error) {
      if (dispensable && error instanceof UnavailableError) return [];
      throw error;
    }
  }
}
