import { createHash, timingSafeEqual } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { wallNow, type Caller, type Clock } from '../../common/index.js';
import type { ApiToken } from '../../config/index.js';

const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i;

/** A token that admits. */
interface KnownToken {
  readonly token: ApiToken;
  readonly digest: Buffer;
  readonly caller: Caller;
  /** Milliseconds since 1970; infinite without an expiry. */
  readonly expiresAt: number;
  /** Ends what its holder goes on receiving. */
  readonly revocation: AbortController;
}

/** The tokens that admit now. */
export class ApiTokens {
  private known: readonly KnownToken[] = [];

  /**
   * @param tokens those of the start
   * @param isChanging whether there may be others later: requests need a token then, even while there is none
   */
  constructor(
    tokens: readonly ApiToken[],
    private readonly clock: Clock,
    private readonly isChanging = false,
  ) {
    this.replace(tokens);
  }

  /** Whether requests need a token. */
  get areNeeded(): boolean {
    return this.isChanging || this.known.length > 0;
  }

  /** From now on these tokens admit, and no others; whoever receives something under another is cut off. */
  replace(tokens: readonly ApiToken[]): void {
    const before = this.known;
    this.known = tokens.map(
      (token) => before.find((known) => isSame(known.token, token)) ?? knownToken(token),
    );
    for (const known of before) if (!this.known.includes(known)) revoke(known);
  }

  /** Cuts off the holders of tokens that have expired. */
  expire(): void {
    const now = wallNow(this.clock).getTime();
    for (const known of this.known) if (known.expiresAt <= now) revoke(known);
  }

  /**
   * The caller whose token is in an `Authorization` header; null when there is no known token. Compares the digest with
   * every known one in constant time, so that the duration reveals nothing.
   */
  callerBy(authorization: string | undefined): Caller | null {
    const [, token] = BEARER.exec(authorization ?? '') ?? [];
    if (token === undefined) return null;
    const digest = createHash('sha256').update(token).digest();
    const now = wallNow(this.clock).getTime();
    let found: Caller | null = null;
    for (const { digest: expected, caller, expiresAt, revocation } of this.known) {
      const admits = now < expiresAt && !revocation.signal.aborted;
      if (timingSafeEqual(digest, expected) && admits) found = caller;
    }
    return found;
  }
}

function knownToken(token: ApiToken): KnownToken {
  const { name, scope, digest, expires_at } = token;
  const revocation = new AbortController();
  setMaxListeners(0, revocation.signal); // as many as its holder has streams
  return {
    token,
    digest: Buffer.from(digest, 'hex'),
    caller: { name, scope, revoked: revocation.signal },
    expiresAt: expires_at === undefined ? Infinity : Date.parse(expires_at),
    revocation,
  };
}

function isSame(a: ApiToken, b: ApiToken): boolean {
  return a.name === b.name && a.scope === b.scope && a.digest === b.digest && a.expires_at === b.expires_at;
}

function revoke({ revocation }: KnownToken): void {
  revocation.abort(new Error('The token admits no longer.'));
}
