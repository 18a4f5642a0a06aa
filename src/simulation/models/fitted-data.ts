import { dataText, estimatedTokens, shortened } from './data-text.js';

/** How far the parts of a prompt are shortened until it fits: not at all first. */
const LIMITS = [
  { units: 4_000, items: 60 },
  { units: 600, items: 30 },
  { units: 300, items: 16 },
  { units: 140, items: 10 },
  { units: 60, items: 6 },
] as const;
/** What the separators of a list add to each of its items. */
const PER_ITEM = 1;

/**
 * A JSON document within a number of tokens: as much of a list as fits, its last items first, after everything else.
 * Where even that does not fit, long texts and lists are shortened. Pure.
 * @param core what is always in it
 * @param tokens the most, as they are estimated
 */
export function fittedData(
  core: object,
  list: { readonly name: string; readonly items: readonly unknown[] },
  tokens: number,
): string {
  for (const limits of LIMITS) {
    const short = shortened(core, limits) as object;
    const items = list.items.map((item) => shortened(item, limits));
    const data = { ...short, [list.name]: [] as unknown[] };
    let left = tokens - estimatedTokens(dataText(data));
    if (left < 0 && limits !== LIMITS.at(-1)) continue;
    const fitting: unknown[] = [];
    for (const item of items.toReversed()) {
      left -= estimatedTokens(dataText(item)) + PER_ITEM;
      if (left < 0) break;
      fitting.unshift(item);
    }
    return dataText({ ...data, [list.name]: fitting });
  }
  return dataText({ ...core, [list.name]: [] });
}
