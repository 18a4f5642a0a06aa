/**
 * Splits items into batches in which no two have a name in common, so that one statement may write a batch. Items that
 * share a name keep their order.
 */
export function batchesWithoutConflicts<T>(
  items: Iterable<T>,
  namesOf: (item: T) => readonly string[],
): T[][] {
  const batches: T[][] = [];
  const firstFree = new Map<string, number>();
  for (const item of items) {
    const names = namesOf(item);
    const batch = Math.max(...names.map((name) => firstFree.get(name) ?? 0));
    (batches[batch] ??= []).push(item);
    for (const name of names) firstFree.set(name, batch + 1);
  }
  return batches;
}
