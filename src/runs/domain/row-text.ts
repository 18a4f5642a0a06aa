/** Bytes that a code unit of a text has in UTF-8 at the most. */
const BYTES_OF_UNIT = 3;
/** Texts up to this many bytes are written to one place, and copied from there. */
const SCRATCH = 1 << 20;
const LINE_FEED = 0x0a;

let scratch: Buffer | undefined;

/** The rows' JSON in UTF-8, a line feed after each: what is counted, summed up, stored and sent. */
export function textOf(rows: readonly { readonly json: string }[]): Buffer {
  let most = 0;
  for (const { json } of rows) most += BYTES_OF_UNIT * json.length + 1;
  if (most > SCRATCH) return Buffer.from(rows.map(({ json }) => `${json}\n`).join(''));
  scratch ??= Buffer.allocUnsafeSlow(SCRATCH);
  let length = 0;
  for (const { json } of rows) {
    length += scratch.write(json, length);
    scratch[length++] = LINE_FEED;
  }
  return Buffer.from(scratch.subarray(0, length));
}
