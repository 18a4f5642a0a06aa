import { Module } from '@nestjs/common';
import { CommonModule } from './common/index.js';
import { ConfigModule } from './config/index.js';
import { HealthModule } from './health/index.js';
import { HttpModule } from './http/index.js';
import { OrchestratorModule } from './orchestrator/index.js';
import { RunsModule } from './runs/index.js';
import { SimulationModule } from './simulation/index.js';

/**
 * The whole service. A team imports it into a module of its own, adds its providers and controllers
 * there, and injects `RunsService`, `RunlogService` and what else the exported modules export.
 */
@Module({
  imports: [
    ConfigModule,
    CommonModule,
    OrchestratorModule,
    RunsModule,
    SimulationModule,
    HttpModule,
    HealthModule,
  ],
  exports: [OrchestratorModule, RunsModule, SimulationModule],
})
export class AppModule {}
