import { lettersOfHangul } from './hangul.js';
import { classOf, lettersLike, lettersOfSign } from './look-alikes.js';

/** A letter or digit as it is compared: without case, marks and width. */
export interface FoldedUnit {
  readonly letter: string;
  /** Latin letters that it looks like. */
  readonly looks: string;
  readonly script: Script;
  /** The same for all units that may stand for each other. */
  readonly kind: number;
}
type Script = 'latin' | 'cyrillic' | 'greek' | 'hangul' | 'unspaced' | 'other' | 'digit' | 'sign';

/** What a character is to somebody who reads through disguise. */
export interface FoldedCharacter {
  /** Whether it is not seen at all, or only changes how the character before it looks. */
  readonly isInvisible: boolean;
  /** The letters and digits in it; none for spaces and punctuation. */
  readonly units: readonly FoldedUnit[];
  /** The letters that a sign may be written for. */
  readonly asLetters: readonly FoldedUnit[];
  /** The character as it is compared in numbers and addresses: plain, in lower case. */
  readonly plain: string;
}

const INVISIBLE = /^[\p{Default_Ignorable_Code_Point}\u0640]$/u;
const WORD_CHARACTER = /^[\p{L}\p{N}\p{M}]$/u;
/** Marks that only change how a letter looks. Vowel signs of scripts that need them, and voicing marks, are none. */
const ORNAMENT =
  /^(?![\u3099\u309A])(?=\p{M})[\p{Script=Inherited}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Cyrillic}\p{Script=Latin}]$/u;
const SCRIPTS: readonly (readonly [Script, RegExp])[] = [
  ['latin', /^\p{Script=Latin}$/u],
  ['cyrillic', /^\p{Script=Cyrillic}$/u],
  ['greek', /^\p{Script=Greek}$/u],
  ['digit', /^\p{N}$/u],
  ['unspaced', /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]$/u],
  ['other', /^[\p{L}\p{M}]$/u],
];
/** Letters that are written in several ways. */
const SPELLINGS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ى: 'ي',
  ی: 'ي',
  ک: 'ك',
  ة: 'ه',
  ٱ: 'ا',
};
/** Alphabets of letters in boxes, by the code point of their A. */
const BOXED_ALPHABETS = [0x1_f1_30, 0x1_f1_50, 0x1_f1_70, 0x1_f1_e6];
/** Circled digits in black, each set from 1 on. */
const CIRCLED_DIGITS = [0x27_76, 0x27_80, 0x27_8a];
const DIGIT_ZEROS = /^\p{Nd}$/u;
const DASH = /^[\p{Pd}\u2212\u30FC\u3161\u02D7\u2043\u4E28]$/u;
const SPACE = /^[\s\u2800]$/u;
const FULL_STOP = /^[\u3002\uFF61\u2024\u0589\u06D4\u2E33]$/u;
const MIDDLE_DOT = /^[\u00B7\u2022\u2027\u30FB\u22C5\u2219\u318D\u119E\u25CF\u25CB\u25AA]$/u;

/** A character as it is compared. */
function foldedCharacter(character: string): FoldedCharacter {
  if (INVISIBLE.test(character) || ORNAMENT.test(character)) {
    return { isInvisible: true, units: [], asLetters: [], plain: '' };
  }
  const hangul = lettersOfHangul(character);
  if (hangul !== null) {
    const plain = DASH.test(character) ? '-' : character;
    return { isInvisible: false, units: unitsOf(hangul, 'hangul'), asLetters: [], plain };
  }
  const decomposed = unboxed(character)
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, (mark) => (ORNAMENT.test(mark) ? '' : mark));
  const units = Array.from(decomposed)
    .filter((one) => WORD_CHARACTER.test(one))
    .flatMap(unitsOfLetter);
  const asLetters = units.length > 0 ? [] : signAs(decomposed);
  return { isInvisible: decomposed === '', units, asLetters, plain: plainOf(decomposed) };
}

function unitsOfLetter(letter: string): FoldedUnit[] {
  const hangul = lettersOfHangul(letter);
  if (hangul !== null) return unitsOf(hangul, 'hangul');
  const digit = digitOf(letter);
  if (digit !== null) return unitsOf(digit, 'digit');
  const looks = lettersLike(letter);
  const lower = letter.toLowerCase();
  const script = scriptOf(letter);
  const spelling = SPELLINGS[lower];
  if (spelling !== undefined) return unitsOf(spelling, script);
  if (script !== 'latin' || letter === 'I') {
    const [base = lower] = Array.from(lower.normalize('NFKD'));
    return [{ letter: base, looks, script, kind: classOf(base) }];
  }
  const base = looks === '' ? lower : (looks[0] ?? lower);
  return unitsOf(base, script);
}

function unitsOf(letters: string, script: Script): FoldedUnit[] {
  return Array.from(letters).map((letter) => ({
    letter,
    looks: lettersLike(letter),
    script,
    kind: classOf(letter),
  }));
}

function signAs(sign: string): FoldedUnit[] {
  const looks = lettersOfSign(sign) || lettersLike(sign);
  if (looks === '') return [];
  return [{ letter: sign, looks, script: 'sign', kind: classOf(looks[0] ?? sign) }];
}

function scriptOf(letter: string): Script {
  return SCRIPTS.find(([, pattern]) => pattern.test(letter))?.[0] ?? 'other';
}

function unboxed(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const alphabet = BOXED_ALPHABETS.find((first) => code >= first && code < first + 26);
  if (alphabet !== undefined) return String.fromCharCode(0x61 + code - alphabet);
  const circled = CIRCLED_DIGITS.find((first) => code >= first && code < first + 9);
  return circled === undefined ? character : String(1 + code - circled);
}

/** The value of a decimal digit of any script; null for other characters. The digits of a script follow each other. */
function digitOf(character: string): string | null {
  if (!DIGIT_ZEROS.test(character)) return null;
  let zero = character.codePointAt(0) ?? 0;
  const code = zero;
  while (code - zero < 9 && DIGIT_ZEROS.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}

function plainOf(decomposed: string): string {
  return Array.from(decomposed)
    .map((one) => {
      const digit = digitOf(one);
      if (digit !== null) return digit;
      if (DASH.test(one)) return '-';
      if (one === '\n') return '\n';
      if (SPACE.test(one)) return ' ';
      if (FULL_STOP.test(one)) return '.';
      return MIDDLE_DOT.test(one) ? '\u00B7' : one.toLowerCase();
    })
    .join('');
}

const KNOWN = 2_000;

/** Characters as they are compared; those met before are looked up. */
class FoldedAlphabet {
  private readonly known = new Map<string, FoldedCharacter>();
  private readonly units = new Map<number, FoldedCharacter>();

  of(character: string): FoldedCharacter {
    const known = this.known.get(character);
    if (known) return known;
    const folded = foldedCharacter(character);
    if (this.known.size >= KNOWN) this.known.clear();
    this.known.set(character, folded);
    return folded;
  }

  /** The character that one code unit is. */
  ofUnit(unit: number): FoldedCharacter {
    const known = this.units.get(unit);
    if (known) return known;
    const folded = foldedCharacter(String.fromCharCode(unit));
    if (this.units.size >= KNOWN) this.units.clear();
    this.units.set(unit, folded);
    return folded;
  }
}

/** One for all, since characters are the same everywhere. */
export const ALPHABET = new FoldedAlphabet();
