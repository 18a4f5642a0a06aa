import { describe, expect, it } from '@jest/globals';
import { isOpen, isUnlimited } from './open-paths.policy.js';

describe('a path that needs no token', () => {
  it.each([
    '/',
    '/health',
    '/health/live',
    '/docs',
    '/docs/',
    '/docs/swagger-ui.css',
    '/docs-json',
    '/errors',
    '/errors/X',
    '/explorer',
    '/explorer/',
    '/explorer/runs/run-1',
  ])('is %s, for reads only', (path) => {
    expect([isOpen('GET', path), isOpen('HEAD', path)]).toEqual([true, true]);
    expect([isOpen('POST', path), isOpen('DELETE', path)]).toEqual([false, false]);
  });

  it.each([
    '/runs',
    '/healthy',
    '/HEALTH',
    '/docs-admin',
    '/explorers',
    '/docs%2f..%2fruns',
    '/errors.json',
    '//health',
    '/x/health',
    '/health\n/x',
  ])('is not %j', (path) => expect(isOpen('GET', path)).toBe(false));
});

describe('a path without a rate limit', () => {
  it('is one of the health checks', () => {
    const paths = ['/health', '/health/live', '/docs', '/healthy', '/runs'];
    for (const method of ['GET', 'HEAD']) {
      expect(paths.filter((path) => isUnlimited(method, path))).toEqual(['/health', '/health/live']);
    }
  });

  it.each(['POST', 'DELETE', 'OPTIONS', 'PUT'])('is limited for %s', (method) => {
    expect(isUnlimited(method, '/health')).toBe(false);
  });
});
