/** A run of digits, from a place of the plain text up to another. */
export interface DigitGroup {
  readonly digits: string;
  readonly start: number;
  readonly end: number;
}

/** Groups of digits with nothing but signs between them. */
export interface NumberChain {
  readonly groups: readonly DigitGroup[];
  /** What stands between each group and the next. */
  readonly separators: readonly string[];
}

/** Some groups of a chain that follow each other. */
export interface NumberWindow {
  readonly chain: NumberChain;
  readonly first: number;
  readonly last: number;
  readonly digits: string;
  /** Places in the digits where one group ends and the next begins; groups of one digit in a row are one. */
  readonly breaks: readonly number[];
}

/** Digits, and letters that are written for 0 and 1 next to a digit. */
const GROUP = /(?<![\p{L}\p{N}])[oоοօilіӏι|]*\d[\doоοօilіӏι|]*(?![\p{L}\p{N}])|\d+/gu;
/** What may stand within one number: signs and spaces, but no end of a clause and no line. */
const WITHIN = /^(?![\s\S]*[,;:!?]\s)(?!\s*\n)[^\p{L}\p{N}\n]{1,5}$/u;

const ZERO = /[oоοօ]/;

/** The numbers of a plain text, whatever is between their digits. */
export function numberChains(plain: string): NumberChain[] {
  const chains: { groups: DigitGroup[]; separators: string[] }[] = [];
  for (const match of plain.matchAll(GROUP)) {
    const group = {
      digits: match[0].replaceAll(/\D/g, (letter) => (ZERO.test(letter) ? '0' : '1')),
      start: match.index,
      end: match.index + match[0].length,
    };
    const chain = chains.at(-1);
    const separator = plain.slice(chain?.groups.at(-1)?.end ?? 0, group.start);
    if (chain && WITHIN.test(separator)) {
      chain.groups.push(group);
      chain.separators.push(separator);
    } else {
      chains.push({ groups: [group], separators: [] });
    }
  }
  return chains;
}

/** The groups of a chain from one on, up to a number of digits; the longest first. */
export function* windowsFrom(chain: NumberChain, first: number, most: number): Generator<NumberWindow> {
  const windows: NumberWindow[] = [];
  let digits = '';
  const breaks: number[] = [];
  for (let last = first; last < chain.groups.length; last++) {
    const group = chain.groups[last]?.digits ?? '';
    if (digits.length + group.length > most) break;
    const isSingle = group.length === 1 && chain.groups[last - 1]?.digits.length === 1;
    if (last > first && !isSingle) breaks.push(digits.length);
    digits += group;
    windows.push({ chain, first, last, digits, breaks: [...breaks] });
  }
  yield* windows.toReversed();
}

/** Whether a window is all of its chain. */
export function isWhole({ chain, first, last }: NumberWindow): boolean {
  return first === 0 && last === chain.groups.length - 1;
}

/** What stands between the groups of a window. */
export function separatorsOf({ chain, first, last }: NumberWindow): readonly string[] {
  return chain.separators.slice(first, last);
}

/** Where a window begins and ends in the plain text. */
export function placeOf({ chain, first, last }: NumberWindow): { start: number; end: number } {
  return { start: chain.groups[first]?.start ?? 0, end: chain.groups[last]?.end ?? 0 };
}
