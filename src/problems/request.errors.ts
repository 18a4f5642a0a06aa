import { ProjectError } from '../common/index.js';

/** The body is not JSON, not UTF-8, or nested too deeply. */
export class InvalidJsonError extends ProjectError {
  constructor(message: string) {
    super('REQ_INVALID_JSON', message);
  }
}

/** No route matches the path. */
export class RouteNotFoundError extends ProjectError {
  constructor() {
    super('REQ_NOT_FOUND', 'There is no route for this path.');
  }
}

/** The catalogue has no such code. */
export class UnknownErrorCodeError extends ProjectError {
  constructor() {
    super('REQ_NOT_FOUND', 'The error catalogue has no such code; GET /errors lists them all.');
  }
}

/** The route exists, but not with this method. */
export class MethodNotAllowedError extends ProjectError {
  constructor(readonly allowed: readonly string[]) {
    super('REQ_METHOD_NOT_ALLOWED', `This route takes ${allowed.join(', ')}.`, { allow: allowed });
  }
}

/** The caller accepts none of the media types of the route. */
export class NotAcceptableError extends ProjectError {
  constructor(produces: readonly string[]) {
    super('REQ_NOT_ACCEPTABLE', `This route gives ${produces.join(' or ')}.`, { produces });
  }
}

/** The body is longer than the service accepts. */
export class PayloadTooLargeError extends ProjectError {
  constructor(limit: number) {
    super('REQ_PAYLOAD_TOO_LARGE', `The body may have ${limit} bytes at the most.`);
  }
}

/** The body is something other than JSON, or compressed. */
export class UnsupportedMediaTypeError extends ProjectError {
  constructor(message = 'Bodies are application/json, in UTF-8.') {
    super('REQ_UNSUPPORTED_MEDIA_TYPE', message);
  }
}

/** A controller or guard of a team rejected the request, with a status of its choice. */
export class RequestRefusedError extends ProjectError {
  constructor(
    code: string,
    readonly status: number,
    message: string,
  ) {
    super(code, message);
  }
}

/** A controller or guard of a team is temporarily unavailable. */
export class NotReadyNowError extends ProjectError {
  constructor(cause: unknown) {
    super('SYS_NOT_READY', 'The service cannot do this at the moment.', {}, { cause });
  }
}

/** The caller exceeded its rate limit. */
export class RateLimitedError extends ProjectError {
  /** @param retryAfterSeconds whole seconds until the caller may retry; sent as `Retry-After` */
  constructor(readonly retryAfterSeconds: number) {
    super('REQ_RATE_LIMITED', `Too many requests; come again in ${retryAfterSeconds} s.`);
  }
}

/** The head of the request is malformed HTTP. */
export class MalformedRequestError extends ProjectError {
  constructor(message: string) {
    super('REQ_MALFORMED', message);
  }
}

/** The path or the query exceeds its limit. */
export class UriTooLongError extends ProjectError {
  constructor(message: string) {
    super('REQ_URI_TOO_LONG', message);
  }
}

/** The head of the request exceeds its limit of bytes or fields. */
export class HeadersTooLargeError extends ProjectError {
  constructor(message: string) {
    super('REQ_HEADERS_TOO_LARGE', message);
  }
}

/** The request did not arrive in time. */
export class RequestTimeoutError extends ProjectError {
  constructor() {
    super('REQ_TIMEOUT', 'The request did not arrive in time.');
  }
}
