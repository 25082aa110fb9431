import { Inject, Injectable } from '@nestjs/common';
import { UnavailableError, type Bar, type EquitySymbol, type Timeframe } from '@sofi/domain';
import type { Bus } from '@sofi/nats';
import type { Database } from '@sofi/postgres';
import { brokerBars, BUS, DATABASE, MarketCalendar } from '@sofi/service-kit';
import { MarketTime } from './market-time.js';
import { missingBefore, nearEnd, spanOf, type Range } from './missing-range.js';
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
    private readonly calendar: MarketCalendar,
  ) {}

  async load(wish: CandleWish): Promise<readonly Bar[]> {
    const to = wish.to ?? this.time.now() + 1;
    const range: Range = { to, from: wish.from ?? to - spanOf(wish.timeframe, wish.limit) };
    const stored = await this.database.bars.load({ symbol: wish.symbol, timeframe: wish.timeframe, ...range, limit: wish.limit });
    const missing = missingBefore(stored, range, wish.limit, wish.timeframe);
    if (!missing) return stored;
    const earlier = await this.earlier(wish, missing, wish.limit - stored.length).catch((error: unknown) => orNothing(error, stored));
    return [...earlier, ...stored].slice(-wish.limit);
  }

  private async earlier(wish: CandleWish, missing: Range, needed: number): Promise<readonly Bar[]> {
    const near = nearEnd(missing, wish.timeframe, needed);
    const bars = await this.fetch(wish, near);
    return bars.length >= needed || near.from === missing.from ? bars : this.fetch(wish, missing);
  }

  private async fetch({ symbol, timeframe }: CandleWish, range: Range): Promise<readonly Bar[]> {
    const bars = await brokerBars(this.bus, { symbol, timeframe: timeframe === '1d' ? '1d' : '1m', ...range });
    if (timeframe === '1m' || timeframe === '1d') return bars;
    await this.calendar.cover(range.from);
    await this.calendar.cover(range.to);
    // a range that begins inside a bar would make that bar from a part of its minutes
    return rolledUp(bars, timeframe, this.calendar).filter((bar) => bar.start >= range.from);
  }
}

/** Where there are stored bars, a chart without the earlier ones is better than none: the broker's history can be away for long. */
function orNothing(error: unknown, stored: readonly Bar[]): readonly Bar[] {
  if (stored.length > 0 && error instanceof UnavailableError) return [];
  throw error;
}
