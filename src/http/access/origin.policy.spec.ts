import { describe, expect, it } from '@jest/globals';
import { isForeign } from './origin.policy.js';

const ALLOWED = ['https://studio.example'];

describe('a request from another site', () => {
  it.each([
    ['dream.example', undefined, undefined],
    ['dream.example', undefined, 'same-origin'],
    ['dream.example', undefined, 'none'],
    ['dream.example', 'http://dream.example', undefined],
    ['dream.example', 'https://Dream.Example', 'same-origin'],
    ['dream.example:80', 'http://dream.example', undefined],
    ['dream.example', 'https://dream.example:443', undefined],
    ['localhost:3000', 'http://localhost:3000', 'same-origin'],
    ['[::1]:3000', 'http://[::1]:3000', 'same-origin'],
    ['dream.example', 'https://studio.example', 'cross-site'],
  ])('is not one to %s from %s (%s)', (host, origin, fetchSite) => {
    expect(isForeign({ host, origin, fetchSite }, ALLOWED)).toBe(false);
  });

  it.each([
    ['dream.example', undefined, 'cross-site'],
    ['dream.example', 'https://evil.example', undefined],
    ['dream.example', 'https://evil.example', 'cross-site'],
    ['dream.example', 'https://dream.example', 'cross-site'],
    ['dream.example', 'null', undefined],
    ['dream.example', '', undefined],
    ['dream.example', 'https://dream.example.evil.example', undefined],
    ['dream.example', 'https://dream.example@evil.example', undefined],
    ['dream.example', 'https://dream.example/', undefined],
    ['dream.example', 'file://dream.example', undefined],
    ['localhost:3000', 'http://localhost:8080', 'same-site'],
    ['localhost:3000', 'http://localhost', 'same-site'],
    [undefined, 'http://localhost', undefined],
    ['dream.example', 'https://studio.example:8443', undefined],
    ['dream.example', 'http://studio.example', undefined],
  ])('is one to %s from %j (%s)', (host, origin, fetchSite) => {
    expect(isForeign({ host, origin, fetchSite }, ALLOWED)).toBe(true);
  });
});
