import { isUtf8 } from 'node:buffer';
import type { Request, RequestHandler } from 'express';
import { FieldsInvalidError } from '../common/index.js';
import { hasBody, readBody } from './request-body.js';
import { InvalidJsonError, UnsupportedMediaTypeError } from '../problems/index.js';

/** The maximum nesting of a body: class-validator overflows its stack on deeper ones. */
const MAX_DEPTH = 32;

/** The most members of one object: what class-transformer needs for them grows with the square of their number. */
const MAX_MEMBERS = 2_000;

const BYTE_ORDER_MARK = '\uFEFF';

/** A charset other than UTF-8. */
const OTHER_CHARSET = /;\s*charset\s*=(?!\s*(?:utf-8|"utf-8")\s*(?:;|$))/i;

/** Reads JSON bodies; rejects any that is not a JSON object in UTF-8, too long or nested too deeply. */
export function jsonBody(maxBytes: number): RequestHandler {
  return async (request, response, next) => {
    if (!hasBody(request)) return next();
    checkType(request);
    const bytes = await readBody(request, response, maxBytes);
    if (bytes.length > 0) request.body = parse(bytes);
    next();
  };
}

function checkType(request: Request): void {
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = request.headers;
  if (!request.is('application/json') || OTHER_CHARSET.test(type)) throw new UnsupportedMediaTypeError();
  if (encoding.trim().toLowerCase() !== 'identity') {
    throw new UnsupportedMediaTypeError('Bodies are sent uncompressed, without a Content-Encoding.');
  }
}

function parse(bytes: Buffer): object {
  const value = parseJson(decode(bytes));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new FieldsInvalidError([{ pointer: '', message: 'the body must be an object' }]);
  }
  walk(value, '', MAX_DEPTH);
  return value;
}

function decode(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new InvalidJsonError('The body is not valid UTF-8.');
  const text = bytes.toString();
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidJsonError('The body is not valid JSON.');
  }
}

/** Rejects what validation would accept, or take too long for: deep nesting, keys that every object inherits, wide objects. */
function walk(value: unknown, pointer: string, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth === 0) throw new InvalidJsonError(`The body is nested more than ${MAX_DEPTH} levels deep.`);
  const members = Object.entries(value);
  if (!Array.isArray(value) && members.length > MAX_MEMBERS) {
    const message = `an object must not have more than ${MAX_MEMBERS} members`;
    throw new FieldsInvalidError([{ pointer, message }]);
  }
  for (const [key, member] of members) {
    const path = `${pointer}/${key}`;
    if (key in Object.prototype)
      throw new FieldsInvalidError([{ pointer: path, message: `${key} should not exist` }]);
    walk(member, path, depth - 1);
  }
}
