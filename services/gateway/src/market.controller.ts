import { Controller, Get, Inject, Query } from '@nestjs/common';
import type { FeedStatus } from '@sofi/contracts';
import type { Session } from '@sofi/domain';
import type { Bus } from '@sofi/nats';
import { BUS } from '@sofi/service-kit';
import { z } from 'zod';
import { marketClock, type MarketClock } from './market-clock.js';
import { MarketTime } from './market-time.js';
import { parsed } from './problem-answer.js';

const DAY_MS = 86_400_000;
const calendarQuery = z.object({ year: z.coerce.number().int().min(1990).max(2100).exactOptional(), month: z.coerce.number().int().min(1).max(12).exactOptional() });

@Controller('market')
export class MarketController {
  constructor(
    @Inject(BUS) private readonly bus: Bus,
    private readonly time: MarketTime,
  ) {}

  /** What time it is on the market, whether it is open, and when that changes. */
  @Get('clock')
  async clock(): Promise<MarketClock> {
    const now = this.time.now();
    // a session reaches past midnight UTC, and after the last one of a month comes the next month's first
    const months = new Set([now - DAY_MS, now, now + 7 * DAY_MS].map((time) => new Date(time).toISOString().slice(0, 7)));
    const sessions = await Promise.all([...months].map((month) => this.month(Number(month.slice(0, 4)), Number(month.slice(5)))));
    return marketClock(
      sessions.flatMap((one) => one.sessions),
      now,
    );
  }

  /** The sessions of a month, this one's where none is named. */
  @Get('calendar')
  async calendar(@Query() input: unknown): Promise<{ year: number; month: number; sessions: readonly Session[]; source: string }> {
    const now = new Date(this.time.now());
    const { year = now.getUTCFullYear(), month = now.getUTCMonth() + 1 } = parsed(calendarQuery, input);
    return { year, month, ...(await this.month(year, month)) };
  }

  @Get('status')
  status(): Promise<FeedStatus> {
    return this.bus.ask('market-data.status', {});
  }

  private month(year: number, month: number): Promise<{ sessions: Session[]; source: string }> {
    return this.bus.ask('market-data.sessions', { year, month });
  }
}
