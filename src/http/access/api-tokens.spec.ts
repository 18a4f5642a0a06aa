import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ApiTokens } from './api-tokens.js';

const digestOf = (token: string) => createHash('sha256').update(token).digest('hex');
const TOKENS = new ApiTokens([
  { name: 'reader', scope: 'read', digest: digestOf('secret-one') },
  { name: 'ops', scope: 'admin', digest: digestOf('secret-two') },
]);

describe('the configured tokens', () => {
  it('are required as soon as there is one', () => {
    expect([TOKENS.areNeeded, new ApiTokens([]).areNeeded]).toEqual([true, false]);
  });

  it.each([
    ['Bearer secret-one', { name: 'reader', scope: 'read' }],
    ['bearer  secret-two', { name: 'ops', scope: 'admin' }],
  ])('identify the caller of %j', (header, caller) => expect(TOKENS.callerBy(header)).toEqual(caller));

  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Basic secret-one',
    'secret-one',
    'Bearer secret-on',
    'Bearer secret-one2',
    'Bearer secret-one, Bearer secret-two',
    `Bearer ${digestOf('secret-one')}`,
  ])('identify no caller of %j', (header) => expect(TOKENS.callerBy(header)).toBeNull());
});
