import type { Request, RequestHandler } from 'express';
import { setCaller, withoutPrefix, type Caller } from '../../common/index.js';
import { LINK_PARAMETER, sharedViewOf, type RunLinks } from './run-links.js';

/** Whoever has a link reads as a token of scope `report` would, at one path. */
const LINKED: Caller = { name: '', scope: 'report' };
const READING: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** Whether a request came by a link that opens nothing, or nothing any more. */
const REFUSED = new WeakSet<Request>();

export const hasRefusedLink = (request: Request): boolean => REFUSED.has(request);

/**
 * Lets whoever has a link in. What it is signed with is taken out of the address first, so that nothing later sees it or
 * writes it anywhere; browsers send it nowhere (`Referrer-Policy`), and keep no copy.
 */
export function linkAccess(links: RunLinks, prefix: () => string): RequestHandler {
  return (request, response, next) => {
    const view = READING.has(request.method) ? sharedViewOf(withoutPrefix(request.path, prefix())) : null;
    const signed = view && takeSigned(request);
    if (!view || signed === null) return next();
    if (links.opens(signed, view.runId, view.what)) {
      setCaller(request, LINKED);
      response.setHeader('Cache-Control', 'no-store');
      response.setHeader('X-Robots-Tag', 'noindex');
    } else {
      REFUSED.add(request);
    }
    next();
  };
}

function takeSigned(request: Request): string | null {
  const [path = '', ...rest] = request.url.split('?');
  const query = new URLSearchParams(rest.join('?'));
  const given = query.getAll(LINK_PARAMETER);
  if (given.length === 0) return null;
  query.delete(LINK_PARAMETER);
  const left = query.toString();
  request.url = left === '' ? path : `${path}?${left}`;
  request.originalUrl = request.url;
  return given.length === 1 ? (given[0] ?? '') : '';
}
