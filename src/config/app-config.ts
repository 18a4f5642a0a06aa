import { existsSync } from 'node:fs';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { isLoopback, showHidden } from '../common/index.js';
import { TokenFileError, readTokenFile, sharedTokenFault } from './api-tokens.js';
import { Environment } from './environment.js';
import { MODEL_WITHOUT_DEFAULT, modelFaults } from './model-environment.js';
import { sharedQueueFaults } from './shared-queue.js';
import { misspeltVariables, type MisspeltVariable } from './misspelt-variables.js';

/** Injection token of the {@link AppConfig}. */
export const APP_CONFIG = Symbol('APP_CONFIG');

/** The validated configuration, one property per environment variable. */
export type AppConfig = Readonly<Environment> & { readonly RATE_LIMIT_PER_MINUTE: number };

/** Variables without a default. */
const WITHOUT_DEFAULT = [
  'API_TOKENS_FILE',
  'DATABASE_URL',
  'METRICS_PORT',
  'LINK_SECRET',
  'PACKS_DIR',
  'PUBLIC_URL',
  'QUEUE_URL',
  'RATE_LIMIT_PER_MINUTE',
  'RUN_RETRY_BUDGET',
  'RETENTION_MAX_AGE_DAYS',
  'RETENTION_MAX_RUNS',
  ...MODEL_WITHOUT_DEFAULT,
] as const satisfies readonly (keyof Environment)[];

/** The names of all variables that the service reads. */
export const VARIABLES: readonly string[] = [...Object.keys(new Environment()), ...WITHOUT_DEFAULT];

/** Variables whose invalid values are not shown, since they may contain a secret. */
const SECRET: ReadonlySet<string> = new Set<keyof Environment>([
  'API_TOKENS',
  'DATABASE_URL',
  'QUEUE_URL',
  'WEBHOOK_SECRET',
  'WEBHOOK_URLS',
  'MODEL_BASE_URL',
  'MODEL_API_KEY',
  'LINK_SECRET',
]);

/** Whether the values of a variable may hold a secret, so that none is shown. */
export function isSecret(variable: string): boolean {
  return SECRET.has(variable);
}

/** Requests per minute and token; without tokens, callers are on this machine and not limited. */
const DEFAULT_RATE_LIMIT = { withTokens: 6_000, withoutTokens: 0 };

/** The environment has invalid values; the message lists all of them. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    const shown = problems.map((problem) => `  - ${showHidden(problem)}`);
    super(`The configuration cannot be used:\n${shown.join('\n')}`);
    this.name = 'ConfigError';
  }
}

/**
 * Validates the environment. An empty value counts as absent.
 * @throws ConfigError listing all invalid values
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): AppConfig {
  const given = Object.fromEntries(VARIABLES.filter((key) => env[key]).map((key) => [key, env[key]]));
  const config = plainToInstance(Environment, given, { exposeDefaultValues: true });
  const problems = validateSync(config).map((fault) => {
    const rules = Object.values(fault.constraints ?? {}).join(', ');
    return SECRET.has(fault.property) ? rules : `${rules} (it is ${JSON.stringify(env[fault.property])})`;
  });
  if (config.DEFAULT_STAGE_RETRIES > config.MAX_STAGE_RETRIES) {
    problems.push('DEFAULT_STAGE_RETRIES must not be greater than MAX_STAGE_RETRIES');
  }
  if (config.RUN_REPOSITORY === 'postgres' && config.DATABASE_URL === undefined) {
    problems.push('DATABASE_URL must lead to the database of RUN_REPOSITORY=postgres');
  }
  if (config.WEBHOOK_URLS.length > 0 && config.WEBHOOK_SECRET.length === 0) {
    problems.push(
      'WEBHOOK_SECRET must sign what is sent to WEBHOOK_URLS: whsec_ and base64 of 24 to 64 bytes',
    );
  }
  if (config.METRICS_PORT !== undefined && config.METRICS_PORT === config.PORT) {
    problems.push('METRICS_PORT must be another one than PORT');
  }
  problems.push(...sharedQueueFaults(config), ...modelFaults(config));
  problems.push(...tokenFileFaults(config));
  const hasTokens = Boolean(env['API_TOKENS']) || config.API_TOKENS_FILE !== undefined;
  if (!hasTokens && !isLoopback(config.HOST)) {
    problems.push(
      'HOST must be a loopback address (127.0.0.1, ::1, localhost) as long as there are no API_TOKENS and no API_TOKENS_FILE; ' +
        `\`npm run token\` makes a token (it is ${JSON.stringify(config.HOST)})`,
    );
  }
  if (problems.length > 0) throw new ConfigError(problems);
  const { withTokens, withoutTokens } = DEFAULT_RATE_LIMIT;
  return Object.assign(config, {
    RATE_LIMIT_PER_MINUTE: config.RATE_LIMIT_PER_MINUTE ?? (hasTokens ? withTokens : withoutTokens),
  });
}

function tokenFileFaults({ API_TOKENS, API_TOKENS_FILE }: Environment): string[] {
  if (API_TOKENS_FILE === undefined) return [];
  try {
    const fault = sharedTokenFault([...API_TOKENS, ...readTokenFile(API_TOKENS_FILE)]);
    return fault === null ? [] : [`API_TOKENS_FILE ${fault}, in itself or in API_TOKENS`];
  } catch (error) {
    if (error instanceof TokenFileError) return [error.message];
    throw error;
  }
}

/**
 * Reads the configuration from the environment of the process.
 * @throws ConfigError listing all invalid values
 */
export function readConfig(): AppConfig {
  return loadConfig(process.env);
}

/** The unknown variables in the environment of the process that resemble one of the service's. */
export function readMisspelt(): MisspeltVariable[] {
  return misspeltVariables(process.env, VARIABLES);
}

/** Adds the variables of a `.env` file, if it exists, to the environment, without overriding any. */
export function loadEnvFile(path: string): void {
  if (existsSync(path)) process.loadEnvFile(path);
}
