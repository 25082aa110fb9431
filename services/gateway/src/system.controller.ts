import { Controller, Get } from '@nestjs/common';
import type { Health } from './health.js';
import { SystemState } from './system-state.js';

@Controller('system')
export class SystemController {
  constructor(private readonly state: SystemState) {}

  @Get('health')
  health(): Health {
    return this.state.health();
  }

  @Get('services')
  services(): Pick<Health, 'services'> {
    return { services: [...this.state.services()] };
  }
}
