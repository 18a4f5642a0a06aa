import type { Request, RequestHandler } from 'express';
import { FieldsInvalidError } from '../../common/index.js';
import { HeadersTooLargeError, MalformedRequestError, UriTooLongError } from '../request.errors.js';
import { LIMITS } from './limits.js';

/** Refuses requests whose head is out of bounds, before anything else looks at them. */
export function requestLimits(): RequestHandler {
  return (request, _response, next) => {
    const fault = faultOf(request);
    if (fault) request.url = '/'; // so that the answer's `instance` does not repeat what was sent
    next(fault);
  };
}

function faultOf({ url, path, headers, rawHeaders, httpVersion }: Request): Error | undefined {
  if (!url.startsWith('/')) return new MalformedRequestError('The request target must be a path.');
  if (headers.host === undefined && httpVersion !== '1.0') {
    return new MalformedRequestError('The Host header is missing.');
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
  if (parametersOf(url) > LIMITS.parameters) return invalid(`has more than ${LIMITS.parameters} parameters`);
  return undefined;
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

function parametersOf(url: string): number {
  const query = url.indexOf('?');
  return query === -1 ? 0 : url.slice(query).split('&').length;
}
