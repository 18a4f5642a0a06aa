import { ConfigError, loadConfig } from '../../src/config/app-config.js';

/** What is wrong with an environment; the test fails when nothing is. */
export function problemsOf(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  throw new Error('The environment was accepted.');
}
