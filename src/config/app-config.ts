import { existsSync } from 'node:fs';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { Environment } from './environment.js';

/** Injection token of the {@link AppConfig}. */
export const APP_CONFIG = Symbol('APP_CONFIG');

/** The validated configuration, one property an environment variable. */
export type AppConfig = Readonly<Environment>;

/** Variables that may be left out for good. */
const WITHOUT_DEFAULT = [
  'PACKS_DIR',
  'RUN_RETRY_BUDGET',
  'RETENTION_MAX_AGE_DAYS',
  'RETENTION_MAX_RUNS',
] as const satisfies readonly (keyof Environment)[];

/** The environment holds values that the service cannot start with; names every one of them. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/**
 * Reads and checks the environment. An empty value counts as absent.
 * @throws ConfigError naming every bad value at once
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): AppConfig {
  const known = [...Object.keys(new Environment()), ...WITHOUT_DEFAULT];
  const given = Object.fromEntries(known.filter((key) => env[key]).map((key) => [key, env[key]]));
  const config = plainToInstance(Environment, given, { exposeDefaultValues: true });
  const problems = validateSync(config).map((fault) => {
    const rules = Object.values(fault.constraints ?? {}).join(', ');
    return `${rules} (it is ${JSON.stringify(env[fault.property])})`;
  });
  if (config.DEFAULT_STAGE_RETRIES > config.MAX_STAGE_RETRIES) {
    problems.push('DEFAULT_STAGE_RETRIES must not be greater than MAX_STAGE_RETRIES');
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

/**
 * The configuration that the process's environment gives now.
 * @throws ConfigError naming every bad value at once
 */
export function readConfig(): AppConfig {
  return loadConfig(process.env);
}

/** Adds the variables of a `.env` file, if there is one, to the environment; those that are set already stay. */
export function loadEnvFile(path: string): void {
  if (existsSync(path)) process.loadEnvFile(path);
}
