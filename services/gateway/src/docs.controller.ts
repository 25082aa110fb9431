import { Controller, Get } from '@nestjs/common';
import { apiRoutes } from './api-routes.js';
import { openApi } from './open-api.js';

/** The description of everything under `/api/v1`, for programs and for those who write them. */
@Controller('api/docs')
export class DocsController {
  private readonly document = openApi(apiRoutes);

  @Get()
  openApi(): object {
    return this.document;
  }
}
