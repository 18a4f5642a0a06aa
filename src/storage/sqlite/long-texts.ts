/**
 * The SQL of a text among the bytes of {@link LongTexts}.
 * @param bytes the SQL of these bytes
 * @param position and length: the SQL of what `add` gave for the text
 */
export function longText(bytes: string, position: string, length: string): string {
  return `CAST(substr(${bytes}, ${position}, ${length}) AS TEXT)`;
}

/**
 * The long texts of a statement: they travel as one parameter, one after the other, next to values as JSON. In JSON they
 * would have to be quoted here, and copied several times where they are read.
 */
export class LongTexts {
  private readonly texts: Buffer[] = [];
  private length = 0;

  /**
   * Adds a text, in UTF-8 when it is given as bytes.
   * @returns its position, as substr counts, and its length in bytes
   */
  add(text: string | Buffer): [position: number, length: number] {
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    const position = this.length + 1;
    this.texts.push(bytes);
    this.length += bytes.length;
    return [position, bytes.length];
  }

  /** The parameter. */
  get bytes(): Buffer {
    return Buffer.concat(this.texts, this.length);
  }
}
