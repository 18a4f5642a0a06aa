import { Module } from '@nestjs/common';
import { RunsModule } from '../runs/index.js';
import { SimulationModule } from '../simulation/index.js';
import { HealthController } from './health.controller.js';
import { HealthService } from './health.service.js';

/** Reports whether the service is up and usable. */
@Module({
  imports: [RunsModule, SimulationModule],
  controllers: [HealthController],
  providers: [HealthService],
})
export class HealthModule {}
