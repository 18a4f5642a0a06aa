import type { Request } from 'express';
import { describe, expect, it } from '@jest/globals';
import { FieldsInvalidError, setCaller } from '../../common/index.js';
import { idempotencyRequestOf } from './idempotency-key.js';

const BODY = { from_stage: 'moderation' };

/** A request with these values of the header. */
function requestWith(...keys: string[]): Request {
  const [headers, headersDistinct] =
    keys.length > 0 ? [{ 'idempotency-key': keys.join(', ') }, { 'idempotency-key': keys }] : [{}, {}];
  return {
    method: 'POST',
    path: '/runs/run-1/fork',
    body: BODY,
    headers,
    headersDistinct,
  } as unknown as Request;
}

describe('the key of a request', () => {
  it('belongs to the route and the run that the request is about, and comes with the body', () => {
    expect(idempotencyRequestOf(requestWith('abc'))).toEqual({
      scope: ' POST /runs/run-1/fork',
      key: 'abc',
      body: BODY,
    });
  });

  it('belongs to the token that the request came with', () => {
    const request = requestWith('abc');
    setCaller(request, { name: 'ci', scope: 'run' });
    expect(idempotencyRequestOf(request)?.scope).toBe('ci POST /runs/run-1/fork');
  });

  it('may be missing', () => {
    expect(idempotencyRequestOf(requestWith())).toBeUndefined();
  });

  it.each(['!', '~', 'a'.repeat(255), '0'])('may be %j', (key) => {
    expect(idempotencyRequestOf(requestWith(key))?.key).toBe(key);
  });

  it.each([[''], ['a b'], ['a'.repeat(256)], ['é'], ['\u007f'], ['a\tb'], ['a', 'a']])(
    'is refused when it is %j',
    (...keys) => {
      expect(() => idempotencyRequestOf(requestWith(...keys))).toThrow(FieldsInvalidError);
    },
  );
});
