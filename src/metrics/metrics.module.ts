import { Module } from '@nestjs/common';
import { ExecutionModule } from '../execution/index.js';
import { RunsModule } from '../runs/index.js';
import { MetricsController } from './metrics.controller.js';
import { MetricsServer } from './metrics-server.js';
import { MetricsService } from './metrics.service.js';

/** Metrics of this process, for Prometheus. */
@Module({
  imports: [RunsModule, ExecutionModule],
  controllers: [MetricsController],
  providers: [MetricsService, MetricsServer],
})
export class MetricsModule {}
