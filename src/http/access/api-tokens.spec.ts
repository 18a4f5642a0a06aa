import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { SystemClock } from '../../common/index.js';
import { ApiTokens } from './api-tokens.js';

const digestOf = (token: string) => createHash('sha256').update(token).digest('hex');
const TOKENS = new ApiTokens(
  [
    { name: 'reader', scope: 'read', digest: digestOf('secret-one') },
    { name: 'ops', scope: 'admin', digest: digestOf('secret-two') },
  ],
  new SystemClock(),
);

describe('the configured tokens', () => {
  it('are required as soon as there is one', () => {
    expect([TOKENS.areNeeded, new ApiTokens([], new SystemClock()).areNeeded]).toEqual([true, false]);
  });

  it.each([
    ['Bearer secret-one', { name: 'reader', scope: 'read' }],
    ['bearer  secret-two', { name: 'ops', scope: 'admin' }],
  ])('identify the caller of %j', (header, caller) => expect(TOKENS.callerBy(header)).toMatchObject(caller));

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

/** A clock that stands at a moment. */
const clockAt = (moment: string) => ({ now: () => new Date(moment), sleep: () => Promise.resolve() });
const READER = { name: 'reader', scope: 'read', digest: digestOf('secret-one') } as const;

describe('tokens that change', () => {
  it('are required while there is none', () => {
    expect(new ApiTokens([], new SystemClock(), true).areNeeded).toBe(true);
  });

  it('cut off whoever had one that is gone, or has another scope now, and nobody else', () => {
    const tokens = new ApiTokens(
      [READER, { ...READER, name: 'b', digest: digestOf('b') }],
      new SystemClock(),
    );
    const [kept, gone] = ['secret-one', 'b'].map((token) => tokens.callerBy(`Bearer ${token}`));
    tokens.replace([{ ...READER }]);
    expect([kept?.revoked?.aborted, gone?.revoked?.aborted]).toEqual([false, true]);
    expect(tokens.callerBy('Bearer b')).toBeNull();
    tokens.replace([{ ...READER, scope: 'run' }]);
    expect(kept?.revoked?.aborted).toBe(true);
    expect(tokens.callerBy('Bearer secret-one')).toMatchObject({ scope: 'run' });
  });

  it('end at their expiry', () => {
    const expiring = { ...READER, expires_at: '2027-01-31T18:00:00+01:00' };
    const before = new ApiTokens([expiring], clockAt('2027-01-31T16:59:59Z'));
    expect(before.callerBy('Bearer secret-one')).toMatchObject({ name: 'reader' });
    expect(
      new ApiTokens([expiring], clockAt('2027-01-31T17:00:00Z')).callerBy('Bearer secret-one'),
    ).toBeNull();
  });

  it('do not come back when the clock is set back after their expiry', () => {
    let now = '2027-01-31T00:00:00Z';
    const tokens = new ApiTokens([{ ...READER, expires_at: '2027-02-01' }], {
      now: () => new Date(now),
      sleep: () => Promise.resolve(),
    });
    const caller = tokens.callerBy('Bearer secret-one');
    now = '2027-02-01T00:00:00Z';
    tokens.expire();
    now = '2027-01-31T00:00:00Z';
    expect([caller?.revoked?.aborted, tokens.callerBy('Bearer secret-one')]).toEqual([true, null]);
  });
});
