import { describe, expect, it } from '@jest/globals';
import { preferredMediaType } from './accept.policy.js';

const BOTH = ['application/json', 'text/markdown'] as const;
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8';

describe('the preferred media type', () => {
  it.each([
    [undefined, 'application/json'],
    ['', 'application/json'],
    ['*/*', 'application/json'],
    [BROWSER, 'application/json'],
    ['application/*', 'application/json'],
    ['text/*', 'text/markdown'],
    ['text/markdown', 'text/markdown'],
    ['TEXT/Markdown; Charset=UTF-8', 'text/markdown'],
    ['application/json; charset=utf-8', 'application/json'],
    ['text/markdown, application/json', 'text/markdown'],
    ['application/json, text/markdown', 'application/json'],
    ['*/*, text/markdown', 'text/markdown'],
    ['text/markdown;q=0.5, application/json;q=0.4', 'text/markdown'],
    ['application/json;q=0, */*', 'text/markdown'],
    ['application/json;q=0, application/*, text/*;q=0.1', 'text/markdown'],
    ['application/json;q=loud', 'application/json'],
    [', ,application/json', 'application/json'],
  ])('of %j is %s', (accept, expected) => {
    expect(preferredMediaType(accept, BOTH)).toBe(expected);
  });

  it.each(['text/plain', 'text/*;q=0', 'application/json;q=0', '*/*;q=0', 'json', '*/json', 'image/*'])(
    'is none of those offered: %j',
    (accept) => expect(preferredMediaType(accept, ['application/json'])).toBeNull(),
  );
});
