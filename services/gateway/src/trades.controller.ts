import { Controller, Get, Query, Res } from '@nestjs/common';
import { symbolField } from '@sofi/contracts';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { parsed } from './problem-answer.js';
import { toCsv } from './trades-csv.js';
import { Trades, type TradeJson } from './trades.js';

const query = z.object({
  strategy: z.string().exactOptional(),
  symbol: symbolField.exactOptional(),
  limit: z.coerce.number().int().min(1).max(10_000).default(500),
  format: z.enum(['json', 'csv']).default('json'),
});

@Controller('trades')
export class TradesController {
  constructor(private readonly trades: Trades) {}

  /** Newest first, as JSON or as a file for a spreadsheet. */
  @Get()
  async list(@Query() input: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<{ trades: TradeJson[] } | string> {
    const { format, ...filter } = parsed(query, input);
    const trades = await this.trades.list(filter);
    if (format === 'json') return { trades };
    void reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="trades.csv"');
    return toCsv(trades);
  }
}
