import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Put } from '@nestjs/common';
import { strategyDraft, strategyMessage } from '@sofi/contracts';
import type { StrategyDefinition } from '@sofi/domain';
import type { Bus } from '@sofi/nats';
import { BUS } from '@sofi/service-kit';
import { z } from 'zod';
import { Who, type Person } from './person.js';
import { parsed } from './problem-answer.js';
import { Strategies } from './strategies.js';
import type { StrategySummary } from './strategy-summary.js';

type Turn = `strategy-runner.${'start' | 'pause' | 'resume' | 'stop' | 'flatten'}`;
type StrategyJson = z.input<typeof strategyMessage>;

/** What a strategy is and whether it runs. The strategy runner alone changes either; this asks it. */
@Controller('strategies')
export class StrategiesController {
  constructor(
    @Inject(BUS) private readonly bus: Bus,
    private readonly strategies: Strategies,
  ) {}

  @Get()
  async list(): Promise<{ strategies: StrategySummary[] }> {
    return { strategies: await this.strategies.summaries() };
  }

  @Get(':id')
  one(@Param('id') id: string): Promise<StrategySummary> {
    return this.strategies.summary(id);
  }

  @Post()
  async create(@Body() body: unknown, @Who() person: Person): Promise<StrategyJson> {
    return toJson(await this.bus.ask('strategy-runner.create', { user: person.username, draft: parsed(strategyDraft, body) }));
  }

  @Put(':id')
  async update(@Param('id') id: string, @Body() body: unknown, @Who() person: Person): Promise<StrategyJson> {
    await this.strategies.get(id);
    return toJson(await this.bus.ask('strategy-runner.update', { id, user: person.username, draft: parsed(strategyDraft, body) }));
  }

  @Delete(':id')
  @HttpCode(204)
  async delete(@Param('id') id: string, @Who() person: Person): Promise<void> {
    await this.strategies.get(id);
    await this.bus.ask('strategy-runner.delete', { id, user: person.username });
  }

  @Post(':id/start')
  @HttpCode(200)
  start(@Param('id') id: string, @Who() person: Person): Promise<StrategyJson> {
    return this.turn('strategy-runner.start', id, person);
  }

  @Post(':id/pause')
  @HttpCode(200)
  pause(@Param('id') id: string, @Who() person: Person): Promise<StrategyJson> {
    return this.turn('strategy-runner.pause', id, person);
  }

  @Post(':id/resume')
  @HttpCode(200)
  resume(@Param('id') id: string, @Who() person: Person): Promise<StrategyJson> {
    return this.turn('strategy-runner.resume', id, person);
  }

  @Post(':id/stop')
  @HttpCode(200)
  stop(@Param('id') id: string, @Who() person: Person): Promise<StrategyJson> {
    return this.turn('strategy-runner.stop', id, person);
  }

  /** Pauses it and closes what it holds, at the market. */
  @Post(':id/flatten')
  @HttpCode(200)
  flatten(@Param('id') id: string, @Who() person: Person): Promise<StrategyJson> {
    return this.turn('strategy-runner.flatten', id, person);
  }

  private async turn(command: Turn, id: string, person: Person): Promise<StrategyJson> {
    await this.strategies.get(id);
    return toJson(await this.bus.ask(command, { id, user: person.username }));
  }
}

function toJson(definition: StrategyDefinition): StrategyJson {
  return z.encode(strategyMessage, { ...definition, symbols: [...definition.symbols], parameters: { ...definition.parameters } });
}
