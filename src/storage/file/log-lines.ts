import { createReadStream } from 'node:fs';

export const LINE_FEED = 10;

/**
 * The lines of a file from one byte up to another, without their line feeds, those of a chunk together. The last one
 * may be without its end. Splits on line feeds only: a row may hold U+2028, U+2029 and U+0085.
 */
export async function* readLines(path: string, start: number, end: number): AsyncIterable<Buffer[]> {
  if (start >= end) return;
  let rest: Buffer[] = [];
  for await (const chunk of createReadStream(path, { start, end: end - 1 }) as AsyncIterable<Buffer>) {
    const lines = splitLines(chunk);
    const tail = lines.pop();
    if (lines[0]) {
      lines[0] = Buffer.concat([...rest, lines[0]]);
      rest = [];
    }
    if (tail) rest.push(tail);
    yield lines;
  }
  const last = Buffer.concat(rest);
  if (last.length > 0) yield [last];
}

/** The pieces between the line feeds; the last one, perhaps empty, follows the last line feed. */
function splitLines(chunk: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  let from = 0;
  for (let to = chunk.indexOf(LINE_FEED); to >= 0; to = chunk.indexOf(LINE_FEED, from)) {
    lines.push(chunk.subarray(from, to));
    from = to + 1;
  }
  lines.push(chunk.subarray(from));
  return lines;
}
