/** What stands on both sides of a word in its text. */
interface Neighbours {
  readonly before: string;
  readonly after: string;
}

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Hangul}]/u;
const HANGUL = /^\p{Script=Hangul}/u;
/** A word goes on over characters that are not seen. */
const UNSEEN = String.raw`[\p{M}\p{Default_Ignorable_Code_Point}]*`;
const GOES_ON = new RegExp(String.raw`^${UNSEEN}[\p{L}\p{N}]`, 'u');
const CAME_BEFORE = new RegExp(String.raw`[\p{L}\p{N}]${UNSEEN}$`, 'u');
const GLUED_AFTER = new RegExp(
  String.raw`^${UNSEEN}[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]`,
  'u',
);
const GLUED_BEFORE = new RegExp(
  String.raw`[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]${UNSEEN}$`,
  'u',
);

/** Syllables of a Korean word up to which it is only found where a word begins: short ones are in many others. */
const SHORT_SYLLABLES = 2;
/** What Korean puts after a noun. */
const PARTICLE =
  /^(?:$|[^\p{L}\p{N}]|(?:들|이|가|은|는|을|를|의|도|만|과|와|아|야|님|놈|짓|로|에|께|요|네|랑|한테|이야|이다|입니다|이네|같)(?:$|[^\p{L}\p{N}]|\p{Script=Hangul}))/u;

/** Whether a term that is written in one piece is a word of its own, as far as its script has words. */
export function standsAlone(term: string, { before, after }: Neighbours): boolean {
  if (UNSPACED.test(term)) return !(isShortKorean(term) && /\p{Script=Hangul}$/u.test(before));
  const cutBefore = CAME_BEFORE.test(before) && !GLUED_BEFORE.test(before);
  const cutAfter = GOES_ON.test(after) && !GLUED_AFTER.test(after);
  return !cutBefore && !cutAfter;
}

function isShortKorean(term: string): boolean {
  return HANGUL.test(term) && Array.from(term).length <= SHORT_SYLLABLES;
}

const MOST_BETWEEN = 6;
const HYPHENATED = /^[\p{Pd}\u00AD]\s*\n\s*$/u;

/**
 * Whether letters with something between them are one word: either all are set apart, or some by signs without a
 * space, or a line ends in the word.
 */
export function hasGapsOfOneWord(term: string, gaps: readonly string[], neighbours: Neighbours): boolean {
  if (gaps.some((gap) => gap.length > MOST_BETWEEN)) return false;
  const isSpacedOut = gaps.every((gap) => gap !== '');
  const hasSpaces = gaps.some((gap) => /\s/u.test(gap) && !HYPHENATED.test(gap));
  if (hasSpaces)
    return isSpacedOut ? isSpelledOut(term, gaps, neighbours) : isNearlySpelledOut(gaps, neighbours);
  return standsAlone(term, neighbours) && !(isSpacedOut && isLongerChain(gaps[0] ?? '', neighbours));
}

/** Letters with spaces between them: not the end or the beginning of a longer word that is written so. */
function isSpelledOut(term: string, gaps: readonly string[], neighbours: Neighbours): boolean {
  if (!UNSPACED.test(term)) return standsAlone(term, neighbours) && !isLongerChain(gaps[0] ?? '', neighbours);
  const { before, after } = neighbours;
  return !HANGUL.test(term) || (!/[\p{L}\p{N}]$/u.test(before) && PARTICLE.test(after));
}

/** Most letters stand alone, and a few together: `l e e ch`. */
function isNearlySpelledOut(gaps: readonly string[], neighbours: Neighbours): boolean {
  const together = gaps.filter((gap) => gap === '').length;
  return gaps.length >= 4 && together <= gaps.length / 3 && standsAlone('a', neighbours);
}

/** Words of one letter, which may stand before a word that is spelled out. */
const ONE_LETTER_WORDS = /^[aieouyàèéóавиксоуя]$/iu;

function isLongerChain(gap: string, { before, after }: Neighbours): boolean {
  const next = /^([^\p{L}\p{N}]{1,6})([\p{L}\p{N}])(?![\p{L}\p{N}])/u.exec(after);
  if (next && next[1] === gap) return true;
  const previous = /(?<![\p{L}\p{N}])([\p{L}\p{N}])([^\p{L}\p{N}]{1,6})$/u.exec(before.slice(-12));
  return previous !== null && previous[2] === gap && !ONE_LETTER_WORDS.test(previous[1] ?? '');
}
