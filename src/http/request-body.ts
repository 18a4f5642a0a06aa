import type { IncomingMessage, ServerResponse } from 'node:http';
import { InvalidJsonError, PayloadTooLargeError } from '../problems/index.js';

const EXPECTS_CONTINUE = /(?:^|\W)100-continue(?:$|\W)/i;

/** Whether a request announces a body. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/**
 * Reads a body, after sending 100 Continue if the client expects it. Replaces body-parser, which reads an oversized body to
 * its end before it rejects it.
 * @throws PayloadTooLargeError as soon as more than `maxBytes` are announced or received
 * @throws InvalidJsonError when the client disconnects before the end
 */
export function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  maxBytes: number,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const tooLarge = () => reject(new PayloadTooLargeError(maxBytes));
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) return tooLarge();
    if (EXPECTS_CONTINUE.test(request.headers.expect ?? '')) response.writeContinue();
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBytes) chunks.push(chunk);
      else tooLarge(); // later chunks are dropped
    });
    const onDisconnect = () => reject(new InvalidJsonError('The body ended before its Content-Length.'));
    request.once('end', () => {
      request.off('close', onDisconnect);
      resolve(Buffer.concat(chunks));
    });
    request.once('error', onDisconnect);
    request.once('close', onDisconnect);
  });
}
