import type { IncomingMessage, ServerResponse } from 'node:http';
import { InvalidJsonError, PayloadTooLargeError } from '../problems/index.js';

const WAITS = /(?:^|\W)100-continue(?:$|\W)/i;

/** Whether a request announces a body. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/**
 * Reads a body, after asking for it where the client waits for that. Not body-parser: it takes all of a body that is too
 * large before it says so.
 * @throws PayloadTooLargeError as soon as more than `maxBytes` are announced or have come
 * @throws InvalidJsonError when the client leaves before the end
 */
export function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  maxBytes: number,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const tooLarge = new PayloadTooLargeError(maxBytes);
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) return reject(tooLarge);
    if (WAITS.test(request.headers.expect ?? '')) response.writeContinue();
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBytes) chunks.push(chunk);
      else reject(tooLarge); // what still comes is dropped
    });
    const left = () => reject(new InvalidJsonError('The body ended before its Content-Length.'));
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', left);
    request.once('close', left);
  });
}
