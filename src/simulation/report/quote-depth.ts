/** Quotation marks that come in pairs, by the one that opens. */
const PAIRS: Readonly<Record<string, string>> = {
  '“': '”',
  '‘': '’',
  '«': '»',
  '‹': '›',
  '「': '」',
  '『': '』',
};
const CLOSING = new Set(Object.values(PAIRS));
const IN_A_WORD = /[\p{L}\p{N}]/u;

/** A quotation mark of a text, and how many quotations it stands inside of, itself included. */
interface Mark {
  readonly index: number;
  readonly depth: number;
}

/** How many quotations deep a text goes; 0 when it quotes nothing. */
export function quoteDepth(text: string): number {
  return Math.max(0, ...marksOf(text).map(({ depth }) => depth));
}

/** A text without the marks of quotations that are nested deeper than `most`; the words stay. */
export function flatQuotes(text: string, most: number): string {
  const deep = new Set(marksOf(text).flatMap(({ index, depth }) => (depth > most ? [index] : [])));
  return deep.size === 0 ? text : [...units(text)].filter((_, index) => !deep.has(index)).join('');
}

/** A text between quotation marks; what it quotes itself stands between inner ones, and nothing deeper. */
export function quoted(text: string): string {
  return `“${flatQuotes(text, 1).replaceAll('“', '‘').replaceAll('”', '’')}”`;
}

/** The marks of quotations that are closed; others are apostrophes, or somebody's slip. */
function marksOf(text: string): Mark[] {
  const marks: Mark[] = [];
  const open: { index: number; closing: string }[] = [];
  const characters = units(text);
  for (const [index, character] of characters.entries()) {
    const closing = PAIRS[character];
    if (closing !== undefined) open.push({ index, closing });
    else if (isStraight(character)) takeStraight(characters, index, open, marks);
    else if (CLOSING.has(character) && !isApostrophe(characters, index)) close(character, index, open, marks);
  }
  return marks;
}

const units = (text: string) => text.split('');
const isStraight = (character: string) => character === '"';

/** A straight mark closes the quotation that one opened, if there is one; else it opens one. */
function takeStraight(
  characters: readonly string[],
  index: number,
  open: { index: number; closing: string }[],
  marks: Mark[],
): void {
  const character = characters[index] ?? '';
  if (open.some(({ closing }) => closing === character)) close(character, index, open, marks);
  else open.push({ index, closing: character });
}

/** Closes a quotation, and forgets those inside it that nobody closed. */
function close(
  character: string,
  index: number,
  open: { index: number; closing: string }[],
  marks: Mark[],
): void {
  const place = open.findLastIndex(({ closing }) => closing === character);
  const opened = open[place];
  if (!opened) return;
  open.length = place;
  marks.push({ index: opened.index, depth: place + 1 }, { index, depth: place + 1 });
}

function isApostrophe(characters: readonly string[], index: number): boolean {
  const isLetter = (at: number) => IN_A_WORD.test(characters[at] ?? '');
  return characters[index] === '’' && isLetter(index - 1) && isLetter(index + 1);
}
