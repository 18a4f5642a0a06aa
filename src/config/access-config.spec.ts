import { describe, expect, it } from '@jest/globals';
import { problemsOf } from '../../test/support/config-problems.js';
import { loadConfig } from './app-config.js';

const DIGEST = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);

describe('the configured tokens', () => {
  it('have a name, a scope and a digest', () => {
    const text = `ci:run:${DIGEST}, ops.team:admin:${OTHER.toUpperCase()}`;
    expect(loadConfig({ API_TOKENS: text }).API_TOKENS).toEqual([
      { name: 'ci', scope: 'run', digest: DIGEST },
      { name: 'ops.team', scope: 'admin', digest: OTHER },
    ]);
  });

  it.each([
    ['a name is missing', `:run:${DIGEST}`, /entry 1 has no name/],
    ['a name has a blank', `c i:run:${DIGEST}`, /entry 1 has no name/],
    [
      'a scope is unknown',
      `ci:run:${DIGEST},me:root:${OTHER}`,
      /entry 2 has a scope other than report, read, run, admin/,
    ],
    ['a digest is short', `ci:run:${DIGEST.slice(1)}`, /entry 1 has no SHA-256 digest/],
    ['a part is missing', 'ci:run', /entry 1 has no SHA-256 digest/],
    ['a part is too many', `ci:run:${DIGEST}:x`, /entry 1 has an expiry/],
    ['an entry is empty', `ci:run:${DIGEST},`, /entry 2 has no name/],
    ['a name comes twice', `ci:run:${DIGEST},ci:read:${OTHER}`, /has the same name twice/],
    ['a digest comes twice', `ci:run:${DIGEST},me:read:${DIGEST}`, /has the same digest twice/],
  ])('are rejected when %s', (_, text, reason) => {
    expect(problemsOf({ API_TOKENS: text })).toEqual([expect.stringMatching(reason)]);
    expect(problemsOf({ API_TOKENS: text })[0]).toMatch(/^API_TOKENS /);
  });

  it('are not shown when they are invalid', () => {
    expect(problemsOf({ API_TOKENS: 'ci:run:the-token-itself' }).join('')).not.toContain('the-token-itself');
  });

  it('allow the service to listen on public addresses, and turn on the rate limit', () => {
    const config = loadConfig({ HOST: '0.0.0.0', API_TOKENS: `ci:run:${DIGEST}` });
    expect(config).toMatchObject({ HOST: '0.0.0.0', RATE_LIMIT_PER_MINUTE: 6_000 });
    expect(loadConfig({ API_TOKENS: `ci:run:${DIGEST}`, RATE_LIMIT_PER_MINUTE: '0' })).toMatchObject({
      RATE_LIMIT_PER_MINUTE: 0,
    });
  });
});

describe('without tokens', () => {
  it.each(['127.0.0.1', '127.8.0.1', 'localhost', '::1'])('the service may listen on %s', (HOST) => {
    expect(loadConfig({ HOST }).HOST).toBe(HOST);
  });

  it.each(['0.0.0.0', '::', '192.168.0.1', 'dream.example', '127.0.0.1.example'])(
    'the service does not listen on %s, and reports this with all other invalid values',
    (HOST) => {
      expect(problemsOf({ HOST, PORT: 'x' })).toEqual([
        expect.stringMatching(/^PORT /),
        expect.stringMatching(/^HOST must be a loopback address .*API_TOKENS/),
      ]);
    },
  );
});

describe('the configured origins', () => {
  it('are exact', () => {
    const text = 'https://dream.example, http://localhost:5173';
    expect(loadConfig({ CORS_ORIGINS: text }).CORS_ORIGINS).toEqual(text.split(', '));
  });

  it.each([
    '*',
    'null',
    'dream.example',
    'https://dream.example/',
    'https://*.example',
    'HTTPS://a',
    'ftp://a',
    'http://a:80',
    'http://a,',
  ])('are rejected as %j', (text) => {
    expect(problemsOf({ CORS_ORIGINS: text })).toEqual([expect.stringMatching(/^CORS_ORIGINS /)]);
  });
});
