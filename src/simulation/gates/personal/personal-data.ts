import type { Span } from '../disguise/disguised-terms.js';
import type { ReadText } from '../disguise/read-text.js';
import { LONGEST_CARD, ibansIn, isBookNumber, isCardNumber, isResidentNumber } from './identity-numbers.js';
import { ipAddressesIn, mailAddressesIn } from './internet-addresses.js';
import { numberChains, placeOf, windowsFrom, type NumberChain, type NumberWindow } from './number-chains.js';
import { PlainText } from './plain-text.js';
import { SpelledOut } from './spelled-out.js';
import { TelephoneNumbers } from './telephone-numbers.js';

/** What kind of personal data was found. */
export type PersonalDataCode =
  'PII_PHONE' | 'PII_EMAIL' | 'PII_CARD' | 'PII_IBAN' | 'PII_RESIDENT_ID' | 'PII_IP';

export interface FoundData extends Span {
  readonly code: PersonalDataCode;
}

/** What a world says of personal data. */
interface PersonalDataPolicy {
  readonly regions: readonly string[];
  readonly spelled_out: Readonly<Record<string, string>>;
  readonly exceptions: readonly string[];
}

/** Fewer digits than this are no number of a person. */
const FEWEST_DIGITS = 7;
/** Digits of the shortest IP address, and colons of one of the sixth version. */
const FEWEST_OCTETS = 4;
const FEWEST_COLONS = 2;
const GROUP_OF_SIX = /:[\p{N}a-f]{0,4}:/iu;
/** Words before the number of a book, in every language. */
const BOOK_LABELS = ['isbn', 'isbn-10', 'isbn-13'];
/** What may stand between a word that says what a number is and the number. */
const AFTER_LABEL = /[\s:.#№-]+(?:n[or])?[\s:.#№-]*$/u;

/** Finds what identifies or reaches a person: numbers and addresses. */
export class PersonalData {
  private readonly telephones: TelephoneNumbers;
  private readonly isKorean: boolean;
  private readonly spelledOut: SpelledOut;
  private readonly labels: readonly string[];

  constructor({ regions, spelled_out, exceptions }: PersonalDataPolicy) {
    this.telephones = new TelephoneNumbers(regions);
    this.isKorean = regions.includes('KR');
    this.spelledOut = new SpelledOut(spelled_out);
    const given = exceptions.filter((one) => one.endsWith('#'));
    this.labels = [...BOOK_LABELS, ...given.map((one) => one.slice(0, -1).trim().toLowerCase())];
  }

  /** Where personal data stands in a text. */
  find(text: ReadText): FoundData[] {
    const isSuspect =
      text.digits >= FEWEST_OCTETS ||
      text.mayHoldAddress ||
      (text.colons >= FEWEST_COLONS && GROUP_OF_SIX.test(text.text));
    const isSpelled = this.spelledOut.maySpell(text, FEWEST_DIGITS - text.digits);
    if (!isSuspect && !isSpelled) return [];
    const plain = PlainText.of(text.text);
    const found = isSuspect ? this.findIn(plain) : [];
    return isSpelled ? [...found, ...this.findIn(this.spelledOut.replacedIn(plain))] : found;
  }

  private findIn(text: PlainText): FoundData[] {
    const { plain } = text;
    const places: FoundData[] = [
      ...mailAddressesIn(plain).map((place) => ({ ...place, code: 'PII_EMAIL' as const })),
      ...ibansIn(plain).map((place) => ({ ...place, code: 'PII_IBAN' as const })),
      ...ipAddressesIn(plain).map((place) => ({ ...place, code: 'PII_IP' as const })),
    ];
    const isFree = ({ start, end }: Span) =>
      places.every((place) => place.end <= start || end <= place.start);
    for (const chain of numberChains(plain)) places.push(...this.numbersOf(plain, chain).filter(isFree));
    return places.map(({ start, end, code }) => ({ ...text.spanOf(start, end), code }));
  }

  private numbersOf(plain: string, chain: NumberChain): FoundData[] {
    const found: FoundData[] = [];
    for (let first = 0; first < chain.groups.length; first++) {
      for (const window of windowsFrom(chain, first, LONGEST_CARD)) {
        if (window.digits.length < FEWEST_DIGITS) break;
        const number = isBookNumber(window) ? null : this.numberAt(plain, window);
        if (number) found.push(number);
        if (!number && !isBookNumber(window)) continue;
        first = window.last;
        break;
      }
    }
    return found;
  }

  private numberAt(plain: string, window: NumberWindow): FoundData | null {
    const place = placeOf(window);
    if (isCardNumber(window)) return { ...place, code: 'PII_CARD' };
    if (this.isKorean && isResidentNumber(window)) return { ...place, code: 'PII_RESIDENT_ID' };
    if (window.first === window.last && this.isLabelled(plain, place)) return null;
    const telephone = this.telephones.at(plain, window);
    return telephone && { ...telephone, code: 'PII_PHONE' };
  }

  /** Whether a word stands before digits in one piece that says that they are the number of something. */
  private isLabelled(plain: string, { start }: Span): boolean {
    const before = plain.slice(Math.max(0, start - 40), start).replace(AFTER_LABEL, '');
    return this.labels.some((label) => before.endsWith(label));
  }
}
