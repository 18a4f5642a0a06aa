import {
  callingCodeOf,
  isTelephoneRegion,
  telephoneNumberOf,
  type CountryCode,
} from '../../packs/telephone-metadata.js';
import { isWhole, placeOf, separatorsOf, type NumberWindow } from './number-chains.js';

/** A country whose national numbers are known. */
interface Region {
  readonly country: CountryCode;
  readonly callingCode: string;
  /** What national numbers begin with; empty where they begin with nothing. */
  readonly trunk: string;
}

/** Countries whose national numbers begin with 8 instead of 0, and those whose begin with nothing. */
const WITH_EIGHT: readonly string[] = ['RU', 'KZ', 'BY'];
const WITHOUT_TRUNK: ReadonlySet<string> = new Set(
  'US CA ES IT PT PL NO DK CZ GR SG HK MX BR CN IN VN'.split(' '),
);

const SHORTEST = 7;

/** Finds telephone numbers among the digits of a text. */
export class TelephoneNumbers {
  private readonly regions: readonly Region[];

  /** @param regions countries (ISO 3166) whose national spelling is a telephone number too */
  constructor(regions: readonly string[]) {
    this.regions = regions.filter(isTelephoneRegion).map((country) => ({
      country,
      callingCode: callingCodeOf(country),
      trunk: trunkOf(country),
    }));
  }

  /** Where the number that some groups of digits make begins and ends in the plain text; null when it is none. */
  at(plain: string, window: NumberWindow): { start: number; end: number } | null {
    if (window.digits.length < SHORTEST) return null;
    const place = placeOf(window);
    const before = plain.slice(Math.max(0, place.start - 24), place.start);
    const isPlus = /\+[\s(]{0,2}$/.test(before);
    if (isPlus ? isForeign(window) : this.isDomestic(window, before, plain.slice(place.end))) {
      return { start: place.start - (/(?:\+[\s(]{0,2}|\()$/.exec(before)?.[0].length ?? 0), end: place.end };
    }
    return null;
  }

  private isDomestic(window: NumberWindow, before: string, after: string): boolean {
    const { digits } = window;
    if (isCode(before, after)) return false;
    if (digits.startsWith('00') && window.breaks.length > 0 && isForeign(window, 2)) return true;
    return this.regions.some(
      (region) => this.hasCallingCode(window, region) || isNational(window, region, before),
    );
  }

  /** `82-10-1234-5678`: the calling code without its plus. */
  private hasCallingCode(window: NumberWindow, { callingCode }: Region): boolean {
    const { chain, first, breaks } = window;
    if (chain.groups[first]?.digits !== callingCode || breaks.length < 2 || !isOneWay(window)) return false;
    return isForeign(window);
  }
}

function trunkOf(country: CountryCode): string {
  if (WITH_EIGHT.includes(country)) return '8';
  return WITHOUT_TRUNK.has(country) ? '' : '0';
}

/** Whether the digits, but for some at the beginning, are a number with its calling code. */
function isForeign(window: NumberWindow, from = 0): boolean {
  return telephoneNumberOf(`+${withoutTrunkInBrackets(window).slice(from)}`) !== null;
}

/** The digits of `+82 (0)10…` without the zero that is not dialled from abroad. */
function withoutTrunkInBrackets({ chain, first, last, digits }: NumberWindow): string {
  let place = 0;
  for (let index = first; index <= last; index++) {
    const group = chain.groups[index]?.digits ?? '';
    const isBracketed = index > first && (chain.separators[index - 1] ?? '').endsWith('(') && group === '0';
    if (isBracketed) return digits.slice(0, place) + digits.slice(place + 1);
    place += group.length;
  }
  return digits;
}

/** Letters or a sign for numbers right before the digits, or letters right after them: the code of something. */
function isCode(before: string, after: string): boolean {
  return (
    /(?:[#№§$€£¥₩]\s?|\p{Script=Latin}[-_/]?|\d[-_/.])$/u.test(before) ||
    /^(?:\p{Script=Latin}|%)/u.test(after)
  );
}

function isNational(window: NumberWindow, { country, trunk }: Region, before: string): boolean {
  const { digits, breaks } = window;
  if (trunk !== '' && !digits.startsWith(trunk)) return false;
  const number = telephoneNumberOf(digits, country);
  if (!number) return false;
  if (breaks.length === 0) return isPlausibleInOnePiece(window, before);
  const usual = usualBreaks(number.formatNational(), digits, trunk);
  if (breaks.every((place) => usual.has(place)) && !isDecimal(window))
    return trunk === '0' || isApart(window);
  return (
    trunk !== '' &&
    isWhole(window) &&
    isOneWay(window) &&
    !hasYear(window) &&
    (window.chain.groups[window.first]?.digits.length ?? 0) > 1
  );
}

/** Where a national number is usually broken, and behind its trunk prefix. */
function usualBreaks(national: string, digits: string, trunk: string): ReadonlySet<number> {
  const places = new Set<number>();
  let place = digits.length - national.replaceAll(/\D/g, '').length;
  if (place > 0) places.add(place);
  for (const group of national.match(/\d+/g) ?? []) places.add((place += group.length));
  if (trunk !== '') places.add(trunk.length);
  return places;
}

/** Ten or eleven digits in one piece, or one by one, that begin no date. */
function isPlausibleInOnePiece(window: NumberWindow, before: string): boolean {
  const { digits } = window;
  if (digits.length < 10 || /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/.test(digits))
    return false;
  return !isDecimal(window) && !/[.,]$/.test(before);
}

/** `0.123456`: the digits behind a point. */
function isDecimal({ chain, first }: NumberWindow): boolean {
  return (
    chain.groups[first]?.digits === '0' &&
    /^[.,]$/.test(chain.separators[first] ?? '') &&
    chain.groups.length === 2
  );
}

/** Whether the window has its own separators, other than those to the groups beside it. */
function isApart(window: NumberWindow): boolean {
  const { chain, first, last } = window;
  const own = new Set(separatorsOf(window));
  return [chain.separators[first - 1], chain.separators[last]].every(
    (outer) => outer === undefined || !own.has(outer),
  );
}

function isOneWay(window: NumberWindow): boolean {
  return (
    new Set(separatorsOf(window).map((separator) => separator.replaceAll(/[\s()]/g, '') || ' ')).size <= 2
  );
}

function hasYear({ chain, first, last }: NumberWindow): boolean {
  return chain.groups.slice(first, last + 1).some(({ digits }) => /^(?:19|20)\d\d$/.test(digits));
}
