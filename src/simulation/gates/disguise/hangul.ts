const FIRST = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
const MIDDLE = 'ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ';
const LAST = ' ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ';

/** Letters that are typed as two. */
const PAIRS: Readonly<Record<string, string>> = {
  ㅘ: 'ㅗㅏ',
  ㅙ: 'ㅗㅐ',
  ㅚ: 'ㅗㅣ',
  ㅝ: 'ㅜㅓ',
  ㅞ: 'ㅜㅔ',
  ㅟ: 'ㅜㅣ',
  ㅢ: 'ㅡㅣ',
  ㄳ: 'ㄱㅅ',
  ㄵ: 'ㄴㅈ',
  ㄶ: 'ㄴㅎ',
  ㄺ: 'ㄹㄱ',
  ㄻ: 'ㄹㅁ',
  ㄼ: 'ㄹㅂ',
  ㄽ: 'ㄹㅅ',
  ㄾ: 'ㄹㅌ',
  ㄿ: 'ㄹㅍ',
  ㅀ: 'ㄹㅎ',
  ㅄ: 'ㅂㅅ',
};

const SYLLABLES = 0xac_00;
const LAST_SYLLABLE = 0xd7_a3;

/** The letters of a Hangul syllable or of a letter that stands alone; null for any other character. */
export function lettersOfHangul(character: string): string | null {
  const code = character.codePointAt(0) ?? 0;
  if (code >= SYLLABLES && code <= LAST_SYLLABLE) return lettersOfSyllable(code - SYLLABLES);
  const single =
    code >= 0x31_31 && code <= 0x31_63
      ? character
      : (at(FIRST, code - 0x11_00) ?? at(MIDDLE, code - 0x11_61) ?? at(LAST.slice(1), code - 0x11_a8));
  return single === undefined ? null : apart(single);
}

function lettersOfSyllable(index: number): string {
  const last = LAST[index % 28] ?? '';
  const middle = MIDDLE[Math.floor(index / 28) % 21] ?? '';
  const first = FIRST[Math.floor(index / 588)] ?? '';
  return `${first}${apart(middle)}${apart(last.trim())}`;
}

function at(letters: string, index: number): string | undefined {
  return index >= 0 ? letters[index] : undefined;
}

function apart(letter: string): string {
  return PAIRS[letter] ?? letter;
}
