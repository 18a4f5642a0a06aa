import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';

/**
 * Sends a text piece by piece, as fast as the client takes it. What goes wrong before the first piece is thrown;
 * what goes wrong later destroys the connection, so that half an answer is never taken for a whole one.
 */
export async function sendText(response: Response, pieces: AsyncIterable<string>): Promise<void> {
  const iterator = pieces[Symbol.asyncIterator]();
  const first = await iterator.next();
  const all = async function* () {
    for (let piece = first; !piece.done; piece = await iterator.next()) yield piece.value;
  };
  try {
    await pipeline(Readable.from(all(), { objectMode: true, highWaterMark: 64 }), response);
  } catch (error) {
    response.destroy();
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error; // the client left
  }
}
