import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ApiErrorResponses } from '../common/index.js';
import { APP_CONFIG, type AppConfig } from '../config/index.js';
import { RouteNotFoundError } from '../problems/index.js';
import { MetricsService } from './metrics.service.js';

@ApiTags('health')
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: MetricsService,
    @Inject(APP_CONFIG) private readonly config: AppConfig,
  ) {}

  /**
   * Read the metrics of this process, for Prometheus
   * @remarks Not here with METRICS=false, nor with METRICS_PORT, which has them on a port of their own.
   */
  @Get()
  @ApiOperation({ operationId: 'readMetrics' })
  @ApiProduces('text/plain')
  @ApiErrorResponses('REQ_NOT_FOUND')
  @ApiOkResponse({
    description: "Prometheus' text format.",
    content: { 'text/plain': { schema: { type: 'string' } } },
  })
  async read(@Res() response: Response): Promise<void> {
    const exposition = this.config.METRICS_PORT === undefined ? await this.metrics.exposition() : null;
    if (!exposition) throw new RouteNotFoundError();
    response.set('Cache-Control', 'no-store').type(exposition.type).send(exposition.text);
  }
}
