/** The rows' JSON in UTF-8, a line feed after each: what is counted, summed up, stored and sent. */
export function textOf(rows: readonly { readonly json: string }[]): Buffer {
  return Buffer.from(rows.map(({ json }) => `${json}\n`).join(''));
}
