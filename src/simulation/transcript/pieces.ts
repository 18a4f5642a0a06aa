/** Characters of a piece, so that a short transcript is one: what goes wrong in it is found before anything is sent. */
const PIECE = 65_536;

/** Texts put together to pieces that are worth sending. */
export async function* inPieces(texts: AsyncIterable<string>): AsyncIterable<string> {
  let piece = '';
  for await (const text of texts) {
    piece += text;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}
