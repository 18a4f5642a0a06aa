import { describe, expect, it } from '@jest/globals';
import { TokenFileError, isMoment, readTokenFile, tokensOfFile } from './api-tokens.js';

const DIGEST = 'ab'.repeat(32);

describe('a file of tokens', () => {
  it('has one a line, with an expiry or without, between comments and empty lines', () => {
    const text = `# night\nnight:run:${DIGEST}:2027-01-31T18:00:00Z\r\n\n  day:report:${'CD'.repeat(32)}\n`;
    expect(tokensOfFile(text)).toEqual([
      { name: 'night', scope: 'run', digest: DIGEST, expires_at: '2027-01-31T18:00:00Z' },
      { name: 'day', scope: 'report', digest: 'cd'.repeat(32) },
    ]);
    expect(tokensOfFile('')).toEqual([]);
  });

  it.each([
    [`a b:run:${DIGEST}`, 'line 2 has no name'],
    [`a:all:${DIGEST}`, 'line 2 has a scope other than report, read, run, admin'],
    ['a:run:secret', 'line 2 has no SHA-256 digest'],
    [`a:run:${DIGEST}:`, 'line 2 has an expiry that is no ISO 8601'],
    [`a:run:${DIGEST}:2027-01-31T18:00`, 'line 2 has an expiry'],
    [`a:run:${DIGEST}:2027-13-31`, 'line 2 has an expiry'],
    [`a:run:${DIGEST}\na:read:${'cd'.repeat(32)}`, 'has the same name twice'],
    [`a:run:${DIGEST}\nb:read:${DIGEST}`, 'has the same digest twice'],
  ])('with %j is refused by its line, without repeating it', (text, reason) => {
    const read = () => tokensOfFile(`# a\n${text}`);
    expect(read).toThrow(TokenFileError);
    expect(read).toThrow(reason);
    expect(read).not.toThrow(/secret|abab/);
  });

  it('that is not there cannot be read', () => {
    expect(() => readTokenFile('/nowhere/tokens')).toThrow('API_TOKENS_FILE cannot be read: ENOENT');
  });
});

describe('a moment of an expiry', () => {
  it.each(['2027-01-31', '2027-01-31T18:00Z', '2027-01-31T18:00:00.5+09:00'])('is %s', (text) => {
    expect(isMoment(text)).toBe(true);
  });

  it.each(['', 'tomorrow', '2027', '2027-01-31T18:00:00', '2027-02-31T25:00Z'])('is not %j', (text) => {
    expect(isMoment(text)).toBe(false);
  });
});
