import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { commands, decisionMessage, symbolField } from '@sofi/contracts';
import { RuleError } from '@sofi/domain';
import type { Bus } from '@sofi/nats';
import type { Database } from '@sofi/postgres';
import { BUS, DATABASE } from '@sofi/service-kit';
import { z } from 'zod';
import { Checklists, type Checklist } from './checklist.js';
import { parsed } from './problem-answer.js';
import { Strategies } from './strategies.js';
import { Trades, type TradeJson } from './trades.js';
import { ValuedPositions, type ValuedPosition } from './valued-positions.js';

const stateReply = commands['strategy-runner.state'].reply;
const checklistQuery = z.object({ symbol: symbolField.exactOptional() });
const decisionsQuery = z.object({
  symbol: symbolField.exactOptional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  before: z.coerce.number().int().exactOptional(),
});

/** What a strategy sees, thinks, holds and has done. */
@Controller('strategies/:id')
export class StrategyActivityController {
  constructor(
    @Inject(BUS) private readonly bus: Bus,
    @Inject(DATABASE) private readonly database: Database,
    private readonly strategies: Strategies,
    private readonly checklists: Checklists,
    private readonly positions: ValuedPositions,
    private readonly trades: Trades,
  ) {}

  /** The indicators now, for each symbol. */
  @Get('state')
  async state(@Param('id') id: string): Promise<z.input<typeof stateReply>> {
    await this.strategies.get(id);
    return z.encode(stateReply, await this.bus.ask('strategy-runner.state', { id }));
  }

  /** For one of its symbols, the first where none is named. */
  @Get('checklist')
  async checklist(@Param('id') id: string, @Query() input: unknown): Promise<Checklist> {
    const definition = await this.strategies.get(id);
    const { symbol = definition.symbols[0]! } = parsed(checklistQuery, input);
    if (!definition.symbols.includes(symbol)) throw new RuleError('symbol', symbol, `must be one of ${definition.symbols.join(', ')}`);
    return this.checklists.of(definition, symbol);
  }

  /** Newest first; `before` is a time in ms. */
  @Get('decisions')
  async decisions(@Param('id') id: string, @Query() input: unknown): Promise<{ decisions: z.input<typeof decisionMessage>[] }> {
    await this.strategies.get(id);
    const decisions = await this.database.decisions.list({ strategyId: id, ...parsed(decisionsQuery, input) });
    return { decisions: decisions.map((one) => z.encode(decisionMessage, { ...one, values: { ...one.values }, conditions: [...one.conditions] })) };
  }

  @Get('positions')
  async held(@Param('id') id: string): Promise<{ positions: ValuedPosition[] }> {
    await this.strategies.get(id);
    return { positions: await this.positions.list((one) => one.book === id && one.netQuantity !== 0) };
  }

  @Get('trades')
  async finished(@Param('id') id: string): Promise<{ trades: TradeJson[] }> {
    await this.strategies.get(id);
    return { trades: await this.trades.list({ strategy: id, limit: 1000 }) };
  }
}
