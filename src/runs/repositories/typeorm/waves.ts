/**
 * Splits items so that no two of a wave have a name in common: one statement may write a wave at once. Items that
 * share a name keep their order.
 */
export function inWaves<T>(items: Iterable<T>, namesOf: (item: T) => readonly string[]): T[][] {
  const waves: T[][] = [];
  const firstFree = new Map<string, number>();
  for (const item of items) {
    const names = namesOf(item);
    const wave = Math.max(...names.map((name) => firstFree.get(name) ?? 0));
    (waves[wave] ??= []).push(item);
    for (const name of names) firstFree.set(name, wave + 1);
  }
  return waves;
}
