import { Failure } from '../../common/index.js';

/** Every error answer (application/problem+json, RFC 9457). The optional members come with certain codes. */
export class Problem extends Failure {
  /** Stands in the `X-Request-Id` header, too, and in the server's log. */
  request_id: string;
  /** The path of the request. */
  instance: string;
}
