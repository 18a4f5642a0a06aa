import { isUtf8 } from 'node:buffer';
import { json, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { FieldsInvalidError } from '../common/index.js';
import { InvalidJsonError, PayloadTooLargeError, UnsupportedMediaTypeError } from './request.errors.js';

/** How deep a body may be nested: class-validator overflows its stack on deep ones. */
const MAX_DEPTH = 32;

/** A charset other than UTF-8; the parser would decode some of them. */
const OTHER_CHARSET = /;\s*charset\s*=\s*"?(?!utf-8"?\s*(?:;|$))/i;

/** Reads JSON bodies, and refuses whatever is not JSON in UTF-8, too long or nested too deeply. */
export function jsonBody(maxBytes: number): RequestHandler {
  const parse = json({
    limit: maxBytes,
    strict: true,
    verify(_request, _response, body) {
      if (!isUtf8(body)) throw new InvalidJsonError('The body is not valid UTF-8.');
    },
  });
  return (request, response, next) => {
    if (!hasBody(request)) return next();
    if (!request.is('application/json') || OTHER_CHARSET.test(request.headers['content-type'] ?? '')) {
      return next(new UnsupportedMediaTypeError());
    }
    return parse(request, response, (error?: unknown) =>
      error ? next(translateParserError(error, maxBytes)) : checkShape(request, response, next),
    );
  };
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** Refuses what the validation behind it would let through: deep nesting, and keys that every object inherits. */
function checkShape(request: Request, _response: Response, next: NextFunction): void {
  try {
    walk(request.body, '', MAX_DEPTH);
    next();
  } catch (error) {
    next(error);
  }
}

function walk(value: unknown, pointer: string, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth === 0) throw new InvalidJsonError(`The body is nested more than ${MAX_DEPTH} levels deep.`);
  for (const [key, member] of Object.entries(value)) {
    const path = `${pointer}/${key}`;
    if (key in Object.prototype)
      throw new FieldsInvalidError([{ pointer: path, message: `${key} should not exist` }]);
    walk(member, path, depth - 1);
  }
}

/** The errors of `body-parser` carry a `type`; see its README, section "Errors". */
function translateParserError(error: unknown, maxBytes: number): unknown {
  const { type } = error as { type?: string };
  if (type === 'entity.too.large') return new PayloadTooLargeError(maxBytes);
  if (type === 'charset.unsupported' || type === 'encoding.unsupported')
    return new UnsupportedMediaTypeError();
  if (type === 'entity.verify.failed') return new InvalidJsonError('The body is not valid UTF-8.');
  if (type === 'entity.parse.failed') return new InvalidJsonError('The body is not a JSON object.');
  if (type === 'request.aborted' || type === 'request.size.invalid') {
    return new InvalidJsonError('The body ended before its Content-Length.');
  }
  return error;
}
