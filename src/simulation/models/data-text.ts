/** Marks with which chat templates begin and end messages: written as escapes, a tokenizer does not see them in a text. */
const ANGLES = /[<>]/g;
const BRACKET_MARKS = /\[(?=\/?[A-Z][A-Z_]*\])/g;
/** Line separators that some readers take for the end of a line. */
const SEPARATORS = /[\u2028\u2029\u0085]/g;

/** Characters that a token stands for at least, in text of letters and punctuation of ASCII; others take one each. */
const ASCII_PER_TOKEN = 4;

/**
 * A value as one JSON text that holds nothing but data: whatever its strings say, it has no mark of a chat template, and no
 * line break. Reading it gives the value again. Pure.
 */
export function dataText(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll(ANGLES, escaped)
    .replaceAll(BRACKET_MARKS, escaped)
    .replaceAll(SEPARATORS, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** About how many tokens a text has: rather too many than too few. Pure. */
export function estimatedTokens(text: string): number {
  const others = text.replaceAll(/[\u0020-\u007e\n]/g, '').length;
  return Math.ceil((text.length - others) / ASCII_PER_TOKEN) + others;
}

/** A value whose strings have at most so many UTF-16 units, and whose lists so many items. Pure. */
export function shortened(value: unknown, most: { readonly units: number; readonly items: number }): unknown {
  if (typeof value === 'string') return shortText(value, most.units);
  if (Array.isArray(value)) return value.slice(0, most.items).map((item) => shortened(item, most));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shortened(item, most)]));
}

function shortText(text: string, units: number): string {
  if (text.length <= units) return text;
  const cut = text.slice(0, Math.max(0, units - 1));
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
