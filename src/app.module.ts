import { Module } from '@nestjs/common';
import { APP_CONFIG, ConfigModule } from './config/index.js';
import { EngineModule } from './engine/index.js';
import { HealthModule } from './health/index.js';
import { HttpModule } from './http/index.js';
import { TelemetryModule } from './telemetry/index.js';
import { MetricsModule } from './metrics/index.js';
import { engineOptionsOf, simulationOptionsOf } from './server-options.js';
import { SimulationModule } from './simulation/index.js';
import { WebhooksModule } from './webhooks/index.js';

const engine = EngineModule.forRootAsync({
  controllers: true,
  inject: [APP_CONFIG],
  useFactory: engineOptionsOf,
});
const simulation = SimulationModule.forRootAsync({ inject: [APP_CONFIG], useFactory: simulationOptionsOf });

/**
 * The whole service, configured by the environment. A team imports it into a module of its own, adds its providers and
 * controllers there, and injects `RunsService`, `RunlogService` and what else the exported modules export.
 */
@Module({
  imports: [
    ConfigModule,
    engine,
    simulation,
    HttpModule,
    HealthModule,
    MetricsModule,
    TelemetryModule,
    WebhooksModule,
  ],
  exports: [engine, simulation],
})
export class AppModule {}
