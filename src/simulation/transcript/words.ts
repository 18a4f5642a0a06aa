/** What an author, a persona or a world has written: it is escaped wherever it is shown. */
export interface Given {
  readonly given: string;
}

/** A sentence: the service's own words, and what others have written between them. */
export type Words = readonly (string | Given)[];

/** What may stand in a sentence: a text of others, a number of the service's, or a part of a sentence. */
type Insert = string | number | Words;

/** A sentence whose inserted texts are others': `words\`${name} appeals\``. */
export function words(own: TemplateStringsArray, ...inserts: readonly Insert[]): Words {
  return own.flatMap((text, index) => [text, ...insertedAt(inserts, index)]).filter((part) => part !== '');
}

/** The service's own words. */
export const plain = (text: string): Words => [text];

/** Parts of a sentence with a text between each two. */
export function joined(parts: readonly Words[], between: string): Words {
  return parts.flatMap((part, index) => (index === 0 ? part : [between, ...part]));
}

/** A sentence in a notation: `escape` makes a text of others safe in it. */
export function written(sentence: Words, escape: (given: string) => string): string {
  return sentence.map((part) => (typeof part === 'string' ? part : escape(part.given))).join('');
}

function insertedAt(inserts: readonly Insert[], index: number): Words {
  const insert = inserts[index];
  if (insert === undefined) return [];
  if (typeof insert === 'number') return [String(insert)];
  return typeof insert === 'string' ? [{ given: insert }] : insert;
}
