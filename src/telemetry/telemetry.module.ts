import { Module } from '@nestjs/common';
import { readOpenTelemetryVariables } from '../config/index.js';
import { RunObservers, RunsModule } from '../runs/index.js';
import { TelemetryService, TRACE_PROVIDER } from './telemetry.service.js';
import { openTraceProvider } from './trace-provider.js';

/** Traces of requests, runs, stages and attempts. */
@Module({
  imports: [RunsModule],
  providers: [
    { provide: TRACE_PROVIDER, useFactory: () => openTraceProvider(readOpenTelemetryVariables()) },
    {
      provide: TelemetryService,
      inject: [TRACE_PROVIDER, RunObservers],
      useFactory: (close: (() => Promise<void>) | null, observers: RunObservers) =>
        new TelemetryService(close, observers),
    },
  ],
})
export class TelemetryModule {}
