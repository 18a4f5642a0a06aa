import { readFileSync } from 'node:fs';
import { ValidateBy } from 'class-validator';
import { SCOPES, type Scope } from '../common/index.js';

/** A configured token, stored as a digest only. */
export interface ApiToken {
  readonly name: string;
  readonly scope: Scope;
  /** SHA-256 of the token, in lower-case hex. */
  readonly digest: string;
  /** ISO 8601 with a zone: from then on the token is not known any more. */
  readonly expires_at?: string;
}

const NAME = /^[A-Za-z0-9._-]{1,64}$/;
const DIGEST = /^[0-9a-f]{64}$/;
const MOMENT = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/;

/** Whether a token may have this name. Pure. */
export function isTokenName(name: string): boolean {
  return NAME.test(name);
}

/** Whether a text is a day, or a moment with its zone, in ISO 8601. A day is that day's begin in UTC. Pure. */
export function isMoment(text: string): boolean {
  return MOMENT.test(text) && !Number.isNaN(Date.parse(text));
}

/** Parses the entries of API_TOKENS; {@link AreApiTokens} validates them. Pure. */
export function apiTokensOf(value: unknown): unknown {
  return typeof value === 'string' ? value.split(',').map(entryOf) : value;
}

function entryOf(text: string): Partial<Record<keyof ApiToken, string>> {
  const [name, scope, digest, ...moment] = text.trim().split(':');
  const expires_at = moment.join(':'); // a time of day has colons of its own
  return {
    ...(name !== undefined && { name }),
    ...(scope !== undefined && { scope }),
    ...(digest !== undefined && { digest: digest.toLowerCase() }),
    ...(moment.length > 0 && { expires_at }),
  };
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
  return faultOfTokens(tokens.map((token, index) => ({ token, place: `entry ${index + 1}` })));
}

/** API_TOKENS_FILE cannot be used. The message has neither names nor digests of it. */
export class TokenFileError extends Error {
  constructor(reason: string) {
    super(`API_TOKENS_FILE ${reason}`);
    this.name = 'TokenFileError';
  }
}

/**
 * The tokens of a file: one `name:scope:sha256-hex` or `name:scope:sha256-hex:expiry` a line; empty lines and those that
 * begin with # are left out. Pure.
 * @throws TokenFileError
 */
export function tokensOfFile(text: string): readonly ApiToken[] {
  const entries = text
    .split('\n')
    .map((line, index) => ({ line: line.trim(), place: `line ${index + 1}` }))
    .filter(({ line }) => line !== '' && !line.startsWith('#'))
    .map(({ line, place }) => ({ token: entryOf(line), place }));
  const fault = faultOfTokens(entries as TokenEntry[]);
  if (fault !== null) throw new TokenFileError(fault);
  return entries.map(({ token }) => token as unknown as ApiToken);
}

/**
 * Reads API_TOKENS_FILE when the service starts.
 * @throws TokenFileError
 */
export function readTokenFile(path: string): readonly ApiToken[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new TokenFileError(`cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}`);
  }
  return tokensOfFile(text);
}

/** What is wrong with tokens of two places together; null when nothing is. Pure. */
export function sharedTokenFault(tokens: readonly ApiToken[]): string | null {
  for (const key of ['name', 'digest'] as const) {
    if (new Set(tokens.map((token) => token[key])).size < tokens.length) return `has the same ${key} twice`;
  }
  return null;
}

interface TokenEntry {
  readonly token: Partial<ApiToken>;
  /** Where it stands, for messages. */
  readonly place: string;
}

function faultOfTokens(entries: readonly TokenEntry[]): string | null {
  for (const { token, place } of entries) {
    const { name, scope, digest, expires_at } = token;
    const entry = `must be a list of name:scope:sha256-hex; ${place}`;
    if (!isTokenName(name ?? ''))
      return `${entry} has no name of 1 to 64 letters, digits, dots, dashes, underscores`;
    if (!SCOPES.includes(scope as Scope)) return `${entry} has a scope other than ${SCOPES.join(', ')}`;
    if (!DIGEST.test(digest ?? '')) return `${entry} has no SHA-256 digest of 64 hex digits`;
    if (expires_at !== undefined && !isMoment(expires_at)) {
      return `${entry} has an expiry that is no ISO 8601 day, or moment with its zone`;
    }
  }
  return sharedTokenFault(entries.map(({ token }) => token as ApiToken));
}
