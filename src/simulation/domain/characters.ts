// oxlint-disable-next-line typescript/unbound-method -- it is called with its text
const { charCodeAt } = String.prototype;

/**
 * The code unit at a place within a text: `text.charCodeAt(at)`. V8 has half a dozen kinds of strings, and looks a method up
 * for each call where it has met several of them; what is given to a function is found at once.
 */
export function unitAt(text: string, at: number): number {
  return charCodeAt.call(text, at);
}

/** A letter, a mark or a digit. */
const WORD_CHARACTER = /^[\p{L}\p{M}\p{N}]$/u;
/** Scripts that are written without spaces, or glue particles to words. */
const UNSPACED_SCRIPT =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]$/u;

const SPACE = 0x20;
const [SEEN, OF_WORD, OF_UNSPACED] = [1, 2, 4];
/** What each code unit was found to be; 0 when it was not met yet. Looking it up is many times as fast as a pattern. */
const KINDS = new Uint8Array(0x1_0000);

function kindOf(character: string): number {
  return (
    SEEN |
    (WORD_CHARACTER.test(character) ? OF_WORD : 0) |
    (UNSPACED_SCRIPT.test(character) ? OF_UNSPACED : 0)
  );
}

function kindOfUnit(unit: number): number {
  const known = KINDS[unit] as number;
  if (known !== 0) return known;
  const kind = kindOf(String.fromCharCode(unit));
  KINDS[unit] = kind;
  return kind;
}

function isHighSurrogate(unit: number): boolean {
  return (unit & 0xfc_00) === 0xd8_00;
}

function isLowSurrogate(unit: number): boolean {
  return (unit & 0xfc_00) === 0xdc_00;
}

/** Where the character ends that begins at a place within a text: a pair of surrogates is one. */
export function characterEnd(text: string, at: number): number {
  const next = at + 1;
  if (next === text.length || !isHighSurrogate(unitAt(text, at))) return next;
  return isLowSurrogate(unitAt(text, next)) ? next + 1 : next;
}

/** How many code units the letter, mark or digit at a place within a text has; 0 when there is none. */
function wordUnitsAt(text: string, at: number): number {
  const unit = unitAt(text, at);
  if (!isHighSurrogate(unit)) return kindOfUnit(unit) & OF_WORD ? 1 : 0;
  return WORD_CHARACTER.test(text.slice(at, at + 2)) ? 2 : 0;
}

/** Where a run of letters, marks and digits ends that goes on at a place. */
function runEnd(text: string, from: number): number {
  const { length } = text;
  let end = from;
  while (end < length) {
    const units = wordUnitsAt(text, end);
    if (units === 0) break;
    end += units;
  }
  return end;
}

/**
 * Where the word ends that begins at a place: letters, marks and digits in a row. The place itself, where none does.
 * @param joiners signs that join two of them to one word, when they stand between
 */
export function wordEnd(text: string, start: number, joiners: string): number {
  let end = runEnd(text, start);
  if (end === start) return start;
  const { length } = text;
  while (end < length && isJoiner(unitAt(text, end), joiners)) {
    const joined = runEnd(text, end + 1);
    if (joined === end + 1) break;
    end = joined;
  }
  return end;
}

/** Most words end at a space, which joins nothing. */
function isJoiner(unit: number, joiners: string): boolean {
  return unit !== SPACE && joiners.includes(String.fromCharCode(unit));
}

/** The words of a text; `joiners` as for {@link wordEnd}. */
export function wordsIn(text: string, joiners = ''): string[] {
  const words: string[] = [];
  const { length } = text;
  for (let start = 0; start < length;) {
    const end = wordEnd(text, start, joiners);
    if (end > start) words.push(text.slice(start, end));
    start = Math.max(end, start + 1);
  }
  return words;
}

/** Whether a letter, mark or digit stands right before a place. */
function isAfterWordCharacter(text: string, at: number): boolean {
  if (at <= 0) return false;
  const unit = unitAt(text, at - 1);
  if (isLowSurrogate(unit)) return WORD_CHARACTER.test(text.slice(Math.max(0, at - 2), at));
  return (kindOfUnit(unit) & OF_WORD) !== 0;
}

/** Whether what stands at a place is the beginning of a word; `joiners` as for {@link wordEnd}. */
export function isWordStart(text: string, at: number, joiners: string): boolean {
  if (isAfterWordCharacter(text, at)) return false;
  const isJoined = at > 0 && joiners.includes(text.charAt(at - 1)) && isAfterWordCharacter(text, at - 1);
  return !isJoined;
}

let lowered = { text: '', lower: '' };

/** A text in lower case, kept for the text that was asked about last: one is looked at for many things in a row. */
export function lowerCase(text: string): string {
  if (lowered.text !== text) lowered = { text, lower: text.toLowerCase() };
  return lowered.lower;
}

/** Whether a text has a character of a script without spaces, or with glued particles. */
export function hasUnspaced(text: string): boolean {
  const { length } = text;
  for (let at = 0; at < length; at++) {
    const unit = unitAt(text, at);
    const isUnspaced = isHighSurrogate(unit)
      ? UNSPACED_SCRIPT.test(text.slice(at, at + 2))
      : kindOfUnit(unit) & OF_UNSPACED;
    if (isUnspaced) return true;
  }
  return false;
}
