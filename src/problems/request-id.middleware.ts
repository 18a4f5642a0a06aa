import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { IdGenerator } from '../common/index.js';

const VALID_ID = /^[A-Za-z0-9._:-]{1,128}$/;
const REQUEST_IDS = new WeakMap<object, string>();

/** Assigns each request an id: the caller's `X-Request-Id` if it is well-formed, otherwise a new one. */
export function requestId(ids: IdGenerator): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    const given = request.get('X-Request-Id');
    const id = given !== undefined && VALID_ID.test(given) ? given : ids.requestId();
    REQUEST_IDS.set(request, id);
    response.setHeader('X-Request-Id', id);
    next();
  };
}

/** The id of the request; undefined in an application without {@link requestId}. */
export function requestIdOf(request: object): string | undefined {
  return REQUEST_IDS.get(request);
}
