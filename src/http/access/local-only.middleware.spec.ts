import type { Request, Response } from 'express';
import { describe, expect, it } from '@jest/globals';
import { ForbiddenOriginError } from './access.errors.js';
import { localOnly } from './local-only.middleware.js';

/** What becomes of a request that came in at an address of this machine. */
function refusalAt(localAddress: string | undefined, host: string): unknown {
  const request = { headers: { host }, socket: { localAddress } } as unknown as Request;
  let outcome: unknown = 'nothing';
  void localOnly()(request, {} as Response, (error?: unknown) => (outcome = error));
  return outcome;
}

describe('a request to a service without tokens', () => {
  it.each(['127.0.0.1', '::1', '::ffff:127.0.0.1'])('is accepted at the local address %s', (address) => {
    expect(refusalAt(address, 'localhost:3000')).toBeUndefined();
  });

  it.each(['192.0.2.2', 'fd00::2', '::ffff:192.0.2.2', undefined])(
    'is rejected at the local address %s, whatever its Host',
    (address) => expect(refusalAt(address, 'localhost:3000')).toBeInstanceOf(ForbiddenOriginError),
  );

  it('is rejected for another Host', () => {
    expect(refusalAt('127.0.0.1', 'evil.example')).toBeInstanceOf(ForbiddenOriginError);
  });
});
