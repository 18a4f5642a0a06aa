/** An unknown variable, and the service's variable that it resembles. */
export interface MisspeltVariable {
  readonly given: string;
  readonly meant: string;
}

/** Short names are one letter away from many words (POST, PORTS), so only case and dashes are compared for those. */
const SHORT = 5;
/** The maximum edit distance for names of eight characters or more; for shorter ones it is 1. */
const MOST_EDITS = 2;

/**
 * Finds the variables whose name resembles one of the service's: misspelt by a letter or two, in another case, or
 * without the unit at the end (STAGE_TIMEOUT). An empty variable counts as absent. Pure.
 * @param names the variables that the service reads
 */
export function misspeltVariables(
  env: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): MisspeltVariable[] {
  return Object.keys(env).flatMap((given) => {
    if (!env[given] || names.includes(given)) return [];
    const meant = nearest(given.toUpperCase().replaceAll(/[-.]/g, '_'), names);
    return meant === null ? [] : [{ given, meant }];
  });
}

function nearest(given: string, names: readonly string[]): string | null {
  const [best] = names
    .filter((name) => isWithoutUnit(given, name) || isOfLikeLength(given, name))
    .map((name) => ({ name, edits: isWithoutUnit(given, name) ? 1 : edits(given, name, allowed(name)) }))
    .filter(({ name, edits: count }) => count <= allowed(name))
    .toSorted((one, other) => one.edits - other.edits);
  return best?.name ?? null;
}

function allowed({ length }: string): number {
  if (length <= SHORT) return 0;
  return length < 8 ? 1 : MOST_EDITS;
}

/** Whether it can be few edits at all: each letter that one has more is one. Saves a start most of the comparisons. */
function isOfLikeLength(given: string, name: string): boolean {
  return Math.abs(given.length - name.length) <= allowed(name);
}

/** Whether a name of three or more words is given without its last word. */
function isWithoutUnit(given: string, name: string): boolean {
  return name.split('_').length > 2 && name.slice(0, name.lastIndexOf('_')) === given;
}

/**
 * Letters to replace, insert, delete or swap with their neighbour (optimal string alignment distance).
 * @param most Infinity is returned as soon as it is certain that there are more
 */
function edits(one: string, other: string, most: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1];
      const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      current[column] = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (isSame ? 0 : 1),
        isSwapped && row > 1 && column > 1 ? at(beforeLast, column - 2) + 1 : Infinity,
      );
    }
    if (Math.min(...last, ...current) > most) return Infinity;
    [beforeLast, last] = [last, current];
  }
  return at(last, other.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? Infinity;
