import type { Request, RequestHandler } from 'express';
import { FieldsInvalidError } from '../../common/index.js';
import { HeadersTooLargeError, MalformedRequestError, UriTooLongError } from '../../problems/index.js';
import { LIMITS } from './limits.js';

/** Rejects requests whose head exceeds its limits, before other middleware reads them. */
export function requestLimits(): RequestHandler {
  return (request, _response, next) => {
    const fault = faultOf(request);
    if (fault) request.url = '/'; // so that the response's `instance` does not repeat the input
    next(fault);
  };
}

function faultOf({ url, path, headers, rawHeaders, httpVersion }: Request): Error | undefined {
  if (!url.startsWith('/')) return new MalformedRequestError('The request target must be a path.');
  if (headers.host === undefined && httpVersion !== '1.0') {
    return new MalformedRequestError('The Host header is missing.');
  }
  if (countOf('host', rawHeaders) > 1) {
    return new MalformedRequestError('There is more than one Host header.');
  }
  if ((headers['transfer-encoding'] ?? 'chunked').trim().toLowerCase() !== 'chunked') {
    return new MalformedRequestError('The only Transfer-Encoding is chunked.');
  }
  if (rawHeaders.length > 2 * LIMITS.headers) {
    return new HeadersTooLargeError(`A request may have ${LIMITS.headers} headers at the most.`);
  }
  if (path.length > LIMITS.path) {
    return new UriTooLongError(`A path may have ${LIMITS.path} characters at the most.`);
  }
  if (url.length > LIMITS.url) {
    return new UriTooLongError(`A path with its query may have ${LIMITS.url} characters at the most.`);
  }
  if (!isDecodable(url)) return invalid('has a percent-escape that is no UTF-8');
  const names = parameterNamesOf(url);
  if (names.length > LIMITS.parameters) return invalid(`has more than ${LIMITS.parameters} parameters`);
  if (names.some((name) => name in Object.prototype)) return invalid('has a parameter that no route knows');
  return undefined;
}

/** How often a header was sent: of Host, Node shows only the first one. */
function countOf(name: string, rawHeaders: readonly string[]): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const given = rawHeaders[index] ?? '';
    if (given.length === name.length && given.toLowerCase() === name) count += 1;
  }
  return count;
}

function invalid(what: string): FieldsInvalidError {
  return new FieldsInvalidError([{ pointer: '', message: `the address ${what}` }]);
}

function isDecodable(url: string): boolean {
  if (!url.includes('%')) return true;
  try {
    decodeURIComponent(url);
    return true;
  } catch {
    return false;
  }
}

/** Validation would treat the names that every object inherits as known members. */
function parameterNamesOf(url: string): string[] {
  const query = url.indexOf('?');
  if (query === -1) return [];
  const parameters = url.slice(query + 1).split('&');
  return parameters.map((parameter) => decodeURIComponent(parameter.split('=', 1)[0] ?? ''));
}
