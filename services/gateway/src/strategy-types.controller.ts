import { Controller, Get } from '@nestjs/common';
import { strategyTypes, type StrategyType } from '@sofi/strategies';
import { z } from 'zod';

@Controller('strategy-types')
export class StrategyTypesController {
  /** The types do not change while we run, so their schemas are drawn once. */
  private readonly answer = { types: [...strategyTypes.values()].map(described) };

  @Get()
  list(): { types: ReturnType<typeof described>[] } {
    return this.answer;
  }
}

function described({ type, title, description, parameters }: StrategyType) {
  return { type, title, description, parameters: z.toJSONSchema(parameters, { io: 'input' }) };
}
