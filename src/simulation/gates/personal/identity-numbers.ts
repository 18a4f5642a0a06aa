import { isWhole, type NumberWindow } from './number-chains.js';

/** Digits of the longest card number. */
export const LONGEST_CARD = 19;

/** First digits of card numbers, and how many digits they have. */
const ISSUERS: readonly (readonly [first: RegExp, lengths: readonly number[]])[] = [
  [/^4/, [16, 19]],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^3(?:0[0-5]|095|[68])/, [14]],
  [/^35(?:2[89]|[3-8])/, [16, 17, 18, 19]],
  [/^(?:6011|64[4-9]|65|62|81|60|508|82)/, [16, 17, 18, 19]],
  [/^(?:220[0-4]|9792|94)/, [16]],
];

/** Whether the digits are a card number: an issuer's, of its length, with the check digit of ISO/IEC 7812. */
export function isCardNumber(window: NumberWindow): boolean {
  const { digits, breaks } = window;
  if (!ISSUERS.some(([first, lengths]) => first.test(digits) && lengths.includes(digits.length)))
    return false;
  const isGrouped = breaks.every((place) => place % 4 === 0) || breaks.join() === '4,10';
  return (isGrouped || isWhole(window)) && luhn(digits) === 0;
}

/** The Luhn sum of digits, modulo 10. */
function luhn(digits: string): number {
  return Array.from(digits)
    .toReversed()
    .reduce((sum, digit, index) => {
      const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
      return (sum + (value > 9 ? value - 9 : value)) % 10;
    }, 0);
}

const RESIDENT_NUMBER_LENGTH = 13;
const RESIDENT_WEIGHTS = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5];

/**
 * Whether the digits are a Korean resident registration number: a date of birth, a digit for sex and century, and six
 * more. Those given since October 2020 have no check digit, so that it is asked for only where nothing stands between
 * the date and the rest.
 */
export function isResidentNumber(window: NumberWindow): boolean {
  const { digits, breaks } = window;
  if (digits.length !== RESIDENT_NUMBER_LENGTH || !isBirthDate(digits)) return false;
  if (['6', '6,7'].includes(breaks.join())) return true;
  const sum = RESIDENT_WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  const check = (base: number) => (((base - (sum % 11)) % 10) + 10) % 10;
  const isChecked = [11, 13].some((base) => check(base) === Number(digits[12]));
  return isChecked && breaks.length === 0;
}

const CENTURIES = [1800, 1900, 1900, 2000, 2000, 1900, 1900, 2000, 2000, 1800];

function isBirthDate(digits: string): boolean {
  const year = (CENTURIES[Number(digits[6])] ?? 1900) + Number(digits.slice(0, 2));
  const [month, day] = [Number(digits.slice(2, 4)), Number(digits.slice(4, 6))];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year < 2100;
}

/** Whether a window is the number of a book (ISBN), which is nobody's. */
export function isBookNumber({ digits, chain, first, last }: NumberWindow): boolean {
  const groups = last - first + 1;
  if (digits.length === 13 && /^97[89]/.test(digits)) {
    return (
      Array.from(digits).reduce((sum, digit, index) => sum + Number(digit) * (index % 2 === 0 ? 1 : 3), 0) %
        10 ===
      0
    );
  }
  const isGrouped = groups === 4 && chain.groups[last]?.digits.length === 1;
  if (digits.length !== 10 || !isGrouped) return false;
  return Array.from(digits).reduce((sum, digit, index) => sum + Number(digit) * (10 - index), 0) % 11 === 0;
}

/** Characters of an IBAN by its country. */
const IBAN_LENGTHS: ReadonlyMap<string, number> = new Map(
  (
    'ad24 ae23 al28 at20 az28 ba20 be16 bg22 bh22 br29 by28 ch21 cr22 cy28 cz24 de22 dk18 do28 ee20 eg29 es24 fi18 fo18 ' +
    'fr27 gb22 ge22 gi23 gl18 gr27 gt28 hr21 hu28 ie22 il23 iq23 is26 it27 jo30 kw30 kz20 lb28 li21 lt20 lu20 lv21 ' +
    'mc27 md24 me22 mk19 mt31 mu30 nl18 no15 pk24 pl28 ps29 pt25 qa29 ro24 rs22 sa24 se24 si19 sk24 sm27 tn24 tr26 ua29 va22 xk20'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

const IBAN_START =
  /(?<![\p{L}\p{N}])([a-z])[^\p{L}\p{N}\n]{0,2}([a-z])[^\p{L}\p{N}\n]{0,2}(?=[\doil][^\p{L}\p{N}\n]{0,2}[\doil])/gu;

/** Where bank account numbers stand in a plain text: those of a country's length with the check digits of ISO 13616. */
export function ibansIn(plain: string): { start: number; end: number }[] {
  return [...plain.matchAll(IBAN_START)].flatMap(({ index, 1: a = '', 2: b = '' }) => {
    const length = IBAN_LENGTHS.get(a + b);
    if (length === undefined) return [];
    let [place, account] = [index, ''];
    while (account.length < length && place < plain.length) {
      const character = plain[place] ?? '';
      if (/[a-z\d]/.test(character)) account += character;
      else if (!/^[^\p{L}\p{N}\n]{1,3}[a-z\d]/u.test(plain.slice(place, place + 4))) break;
      place += 1;
    }
    const isCut = /[a-z\d]/.test(plain[place] ?? '');
    return account.length === length && !isCut && hasDigits(account) && hasIbanCheck(account)
      ? [{ start: index, end: place }]
      : [];
  });
}

/** Two check digits, and more digits than words have. */
function hasDigits(account: string): boolean {
  return /\d/.test(account.slice(2, 4)) && account.replaceAll(/\D/g, '').length >= 8;
}

function hasIbanCheck(account: string): boolean {
  const asWritten = /^[a-z]{2}[oil]/.test(account) || /[oil]/.test(account.slice(2, 4));
  const checked = asWritten
    ? account.slice(0, 2) + account.slice(2).replaceAll('o', '0').replaceAll(/[il]/g, '1')
    : account;
  const moved = checked.slice(4) + checked.slice(0, 4);
  return (
    Array.from(moved).reduce((rest, character) => {
      const value = Number.parseInt(character, 36);
      return (rest * (value > 9 ? 100 : 10) + value) % 97;
    }, 0) === 1
  );
}
