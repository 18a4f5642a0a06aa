import { VARIABLES, isSecret, type AppConfig } from '../../config/index.js';

/** What stands for a value that is not shown. */
const HIDDEN = '(set, not shown)';

/** Each variable with what it comes to; null where it has no value. Secrets are not shown, tokens by name and scope. */
export function shownConfiguration(config: AppConfig): Readonly<Record<string, unknown>> {
  return Object.fromEntries(VARIABLES.toSorted().map((name) => [name, shown(name, config)]));
}

function shown(name: string, config: AppConfig): unknown {
  const value = config[name as keyof AppConfig];
  if (name === 'API_TOKENS') return config.API_TOKENS.map((token) => `${token.name}:${token.scope}`);
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return null;
  return isSecret(name) ? HIDDEN : value;
}
