import { ValidateBy } from 'class-validator';
import { SCOPES, type Scope } from '../common/index.js';

/** A configured token, stored as a digest only. */
export interface ApiToken {
  readonly name: string;
  readonly scope: Scope;
  /** SHA-256 of the token, in lower-case hex. */
  readonly digest: string;
}

const NAME = /^[A-Za-z0-9._-]{1,64}$/;
const DIGEST = /^[0-9a-f]{64}$/;

/** Whether a token may have this name. Pure. */
export function isTokenName(name: string): boolean {
  return NAME.test(name);
}

/** Parses the entries of API_TOKENS; {@link AreApiTokens} validates them. Pure. */
export function apiTokensOf(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return value.split(',').map((entry) => {
    const [name, scope, digest, ...rest] = entry.trim().split(':');
    return rest.length > 0 ? {} : { name, scope, digest: digest?.toLowerCase() };
  });
}

/**
 * The value is a list of valid tokens. Errors name the index of an entry, never its value: an operator may have pasted
 * the token itself.
 */
export function AreApiTokens(): PropertyDecorator {
  return ValidateBy({
    name: 'areApiTokens',
    validator: {
      validate: (value: unknown) => faultOf(value) === null,
      defaultMessage: (args) => `API_TOKENS ${faultOf(args?.value)}`,
    },
  });
}

function faultOf(value: unknown): string | null {
  const tokens = value as Partial<ApiToken>[];
  for (const [index, { name, scope, digest }] of tokens.entries()) {
    const entry = `must be a list of name:scope:sha256-hex; entry ${index + 1}`;
    if (!isTokenName(name ?? ''))
      return `${entry} has no name of 1 to 64 letters, digits, dots, dashes, underscores`;
    if (!SCOPES.includes(scope as Scope)) return `${entry} has a scope other than ${SCOPES.join(', ')}`;
    if (!DIGEST.test(digest ?? '')) return `${entry} has no SHA-256 digest of 64 hex digits`;
  }
  for (const key of ['name', 'digest'] as const) {
    if (new Set(tokens.map((token) => token[key])).size < tokens.length) return `has the same ${key} twice`;
  }
  return null;
}
