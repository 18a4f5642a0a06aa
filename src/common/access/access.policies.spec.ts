import { describe, expect, it } from '@jest/globals';
import { isLoopback, isLoopbackHostHeader } from './loopback.policy.js';
import { SCOPES, includesScope, scopeOfMethod } from './scope.policy.js';

describe('the scope', () => {
  it('includes the lesser scopes, and no other', () => {
    const included = SCOPES.map((held) => SCOPES.filter((needed) => includesScope(held, needed)));
    expect(included).toEqual([
      ['report'],
      ['report', 'read'],
      ['report', 'read', 'run'],
      ['report', 'read', 'run', 'admin'],
    ]);
  });

  it.each([
    ['GET', 'read'],
    ['HEAD', 'read'],
    ['OPTIONS', 'read'],
    ['POST', 'run'],
    ['PUT', 'run'],
    ['PATCH', 'run'],
    ['PROPFIND', 'run'],
    ['DELETE', 'admin'],
  ])('for %s is %s', (method, scope) => expect(scopeOfMethod(method)).toBe(scope));
});

describe('a loopback address', () => {
  it.each(['localhost', 'LocalHost', '127.0.0.1', '127.255.0.9', '::1', '::ffff:127.0.0.1'])(
    'is %s',
    (host) => expect(isLoopback(host)).toBe(true),
  );

  it.each([
    '',
    '0.0.0.0',
    '128.0.0.1',
    '127.0.0.1.example',
    'localhost.example',
    'x.localhost',
    '::',
    '::2',
    '1270.0.1',
    '127.0.0.256',
    '127.0.0.01',
    '::ffff:8.8.8.8',
    '::ffff:localhost',
  ])('is not %j', (host) => expect(isLoopback(host)).toBe(false));
});

describe('a Host header that names this machine', () => {
  it.each([
    'localhost',
    'localhost:3000',
    '127.0.0.1:1',
    '127.1.2.3',
    '[::1]',
    '[::1]:65535',
    '[::ffff:127.0.0.1]:3000',
    '[::ffff:7f00:1]',
  ])('is %s', (host) => expect(isLoopbackHostHeader(host)).toBe(true));

  it.each([
    undefined,
    '',
    'evil.example',
    'localhost.evil.example:3000',
    '127.0.0.1.evil.example',
    '::1',
    '[::1',
    '[::1].evil',
    'localhost:3000:1',
    'localhost@evil.example',
    '[::ffff:8.8.8.8]',
    '::ffff:127.0.0.1',
    'localhost:x',
    '127.0.0.256',
    '127.0.0.01',
    '127.0.0.1:99999',
    'localhost:65536',
    '[localhost]',
    '[127.0.0.1]',
  ])('is not %j', (host) => expect(isLoopbackHostHeader(host)).toBe(false));
});
