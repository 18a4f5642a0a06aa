import { Module } from '@nestjs/common';
import { RunsModule } from '../runs/index.js';
import { SimulationModule } from '../simulation/index.js';
import { HealthController } from './health.controller.js';
import { HealthService } from './health.service.js';

/** Whether the service is up and can be used. */
@Module({
  imports: [RunsModule, SimulationModule],
  controllers: [HealthController],
  providers: [HealthService],
})
export class HealthModule {}
