export { ConfigModule } from './config.module.js';
export {
  APP_CONFIG,
  ConfigError,
  loadConfig,
  loadEnvFile,
  readConfig,
  readMisspelt,
  type AppConfig,
} from './app-config.js';
export { isTokenName, type ApiToken } from './api-tokens.js';
export { shutdownBudget, type ShutdownBudget } from './shutdown-budget.js';
export { listenFailure } from './listen-failure.js';
