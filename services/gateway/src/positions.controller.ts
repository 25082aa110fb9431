import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { commands } from '@sofi/contracts';
import type { Bus } from '@sofi/nats';
import { BUS } from '@sofi/service-kit';
import { z } from 'zod';
import { Who, type Person } from './person.js';
import { parsed } from './problem-answer.js';
import { ValuedPositions, type ValuedPosition } from './valued-positions.js';

const query = z.object({ strategy: z.string().exactOptional(), symbol: z.string().exactOptional(), flat: z.enum(['true', 'false']).default('false') });
const closeBody = z.object({ book: z.string().min(1).max(80) });
const closed = commands['order-router.flatten'].reply;

@Controller('positions')
export class PositionsController {
  constructor(
    private readonly positions: ValuedPositions,
    @Inject(BUS) private readonly bus: Bus,
  ) {}

  /** What is held; with `flat=true` also what was held and is closed. */
  @Get()
  async list(@Query() input: unknown): Promise<{ positions: ValuedPosition[] }> {
    const { strategy, symbol, flat } = parsed(query, input);
    return {
      positions: await this.positions.list(
        (one) => (flat === 'true' || one.netQuantity !== 0) && (strategy === undefined || one.book === strategy) && (symbol === undefined || one.symbol === symbol),
      ),
    };
  }

  /** Closes everything that a book holds, at the market: a strategy's id, or `manual`. */
  @Post('close')
  @HttpCode(202)
  async close(@Body() body: unknown, @Who() person: Person): Promise<z.input<typeof closed>> {
    const { book } = parsed(closeBody, body);
    return z.encode(closed, await this.bus.ask('order-router.flatten', { book, user: person.username }));
  }
}
