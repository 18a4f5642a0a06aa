export { ConfigModule } from './config.module.js';
export { APP_CONFIG, ConfigError, loadConfig, loadEnvFile, type AppConfig } from './app-config.js';
