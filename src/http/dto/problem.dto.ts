import { Failure } from '../../common/index.js';

/** Every error answer (application/problem+json, RFC 9457). The optional members come with certain codes. */
export class Problem extends Failure {
  /** Stands in the `X-Request-Id` header, too, and in the server's log. */
  request_id: string;
  /** The id of the trace that the request is part of, where the service has traces. */
  trace_id?: string;
  /** The path of the request. */
  instance: string;
}
