export { ConfigModule } from './config.module.js';
export {
  APP_CONFIG,
  ConfigError,
  VARIABLES,
  isSecret,
  loadEnvFile,
  readConfig,
  readMisspelt,
  type AppConfig,
} from './app-config.js';
export {
  TokenFileError,
  isMoment,
  isTokenName,
  readTokenFile,
  sharedTokenFault,
  tokensOfFile,
  type ApiToken,
} from './api-tokens.js';
export { secretBytes } from './webhooks.js';
export { answerOnly } from './embedded-environment.js';
export { shutdownBudget } from './shutdown-budget.js';
export { listenFailure, metricsFailure } from './listen-failure.js';
export { readOpenTelemetryVariables } from './open-telemetry.js';
