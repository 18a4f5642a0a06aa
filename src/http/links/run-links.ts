import { createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, ProjectError, wallNow, type Clock } from '../../common/index.js';
import { APP_CONFIG, type AppConfig } from '../../config/index.js';

/** What of a run a link can open: the routes of these names below it. */
export const SHARED_VIEWS = ['report', 'transcript', 'thread'] as const;
export type SharedView = (typeof SHARED_VIEWS)[number];

/** The parameter of a query that holds what a link is signed with. */
export const LINK_PARAMETER = 'link';

const SHARED_PATH = new RegExp(`^/runs/([^/]+)/(${SHARED_VIEWS.join('|')})$`);
/** The end, in seconds since 1970, and the signature. */
const SIGNED_END = /^([1-9]\d{0,11})\.([A-Za-z0-9_-]{43})$/;

/** LINK_SECRET is not set. */
export class LinksDisabledError extends ProjectError {
  constructor() {
    super('AUTH_LINKS_DISABLED', 'This service signs no links: LINK_SECRET is not set.');
  }
}

/** What of a run a path leads to, if it is one that can be shared; the prefix is left out. Pure. */
export function sharedViewOf(path: string): { runId: string; what: SharedView } | null {
  const [, runId, what] = SHARED_PATH.exec(path) ?? [];
  return runId === undefined ? null : { runId, what: what as SharedView };
}

/**
 * Signs links that open one view of one run for a time, without a token, and checks them. Nothing is stored: a link is
 * taken back by changing LINK_SECRET, which takes back all of them, or by deleting its run.
 */
@Injectable()
export class RunLinks {
  private readonly secret: string | undefined;

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(APP_CONFIG) { LINK_SECRET }: AppConfig,
  ) {
    this.secret = LINK_SECRET;
  }

  /**
   * What opens a view of a run until then.
   * @throws LinksDisabledError
   */
  sign(runId: string, what: SharedView, expiresInSeconds: number): { signed: string; expiresAt: Date } {
    if (this.secret === undefined) throw new LinksDisabledError();
    const end = Math.floor(this.now() / 1_000) + expiresInSeconds;
    const signature = signatureOf(this.secret, runId, what, end).toString('base64url');
    return { signed: `${end}.${signature}`, expiresAt: new Date(end * 1_000) };
  }

  /** Whether this opens a view of a run now. */
  opens(signed: string, runId: string, what: SharedView): boolean {
    const [, end, signature] = SIGNED_END.exec(signed) ?? [];
    if (this.secret === undefined || end === undefined || signature === undefined) return false;
    const expected = signatureOf(this.secret, runId, what, Number(end));
    const given = Buffer.from(signature, 'base64url');
    return timingSafeEqual(given, expected) && this.now() < Number(end) * 1_000;
  }

  private now(): number {
    return wallNow(this.clock).getTime();
  }
}

function signatureOf(secret: string, runId: string, what: SharedView, end: number): Buffer {
  return createHmac('sha256', secret).update(`link.v1\n${runId}\n${what}\n${end}`).digest();
}
