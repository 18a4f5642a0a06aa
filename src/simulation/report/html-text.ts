const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
/** Control characters, and half of a surrogate pair: no HTML document may hold them. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/gu;
/** Direction that is set and never reset: what follows would be written the other way round. */
const DIRECTION = /[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/gu;

/** A text of others as HTML that shows just these words; white space and control characters become spaces. */
export function htmlText(text: string): string {
  return text
    .replaceAll(UNPRINTABLE, ' ')
    .replaceAll(DIRECTION, '')
    .replaceAll(/[&<>"']/g, (found) => ENTITIES[found] ?? found);
}

/** The same within a sentence: a name that is written from right to left does not turn what is around it. */
export function htmlName(text: string): string {
  return `<bdi>${htmlText(text)}</bdi>`;
}
