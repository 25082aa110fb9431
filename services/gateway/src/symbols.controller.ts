import { Controller, Get, Inject, Query } from '@nestjs/common';
import type { CommandReply } from '@sofi/contracts';
import type { Bus } from '@sofi/nats';
import { BUS } from '@sofi/service-kit';
import { z } from 'zod';
import { parsed } from './problem-answer.js';

const query = z.object({ q: z.string().trim().min(1).max(60) });

@Controller('symbols')
export class SymbolsController {
  constructor(@Inject(BUS) private readonly bus: Bus) {}

  /** Symbols whose name or company the text could mean. */
  @Get()
  async search(@Query() input: unknown): Promise<{ symbols: CommandReply<'market-data.search'>['found'] }> {
    const { q } = parsed(query, input);
    const { found } = await this.bus.ask('market-data.search', { text: q });
    return { symbols: found };
  }
}
