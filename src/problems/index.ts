export { ProblemFilter } from './problem.filter.js';
export { ProblemResponses } from './problem-responses.decorator.js';
export { RequestValidationPipe } from './validation.pipe.js';
export { problemOf } from './problem.js';
export { noteRun, noteTrace, notedRunOf, routeOf, traceOf } from './request-notes.js';
export { requestId, requestIdOf } from './request-id.middleware.js';
export {
  HeadersTooLargeError,
  InvalidJsonError,
  MalformedRequestError,
  NotAcceptableError,
  PayloadTooLargeError,
  RateLimitedError,
  RequestTimeoutError,
  RouteNotFoundError,
  UnknownErrorCodeError,
  UnsupportedMediaTypeError,
  UriTooLongError,
} from './request.errors.js';
