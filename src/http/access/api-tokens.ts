import { createHash, timingSafeEqual } from 'node:crypto';
import type { Caller } from '../../common/index.js';
import type { ApiToken } from '../../config/index.js';

const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i;

/** The configured tokens. */
export class ApiTokens {
  private readonly known: readonly { readonly digest: Buffer; readonly caller: Caller }[];

  constructor(tokens: readonly ApiToken[]) {
    this.known = tokens.map(({ name, scope, digest }) => ({
      digest: Buffer.from(digest, 'hex'),
      caller: { name, scope },
    }));
  }

  /** Whether requests need a token. */
  get areNeeded(): boolean {
    return this.known.length > 0;
  }

  /**
   * The caller whose token is in an `Authorization` header; null when there is no known token. Compares the digest with
   * every known one in constant time, so that the duration reveals nothing.
   */
  callerBy(authorization: string | undefined): Caller | null {
    const [, token] = BEARER.exec(authorization ?? '') ?? [];
    if (token === undefined) return null;
    const digest = createHash('sha256').update(token).digest();
    let found: Caller | null = null;
    for (const { digest: expected, caller } of this.known)
      if (timingSafeEqual(digest, expected)) found = caller;
    return found;
  }
}
