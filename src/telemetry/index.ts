export { TelemetryModule } from './telemetry.module.js';
export { TelemetryService, currentTrace } from './telemetry.service.js';
export { TracingUnavailableError } from './trace-provider.js';
