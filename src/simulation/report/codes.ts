/** Codes and numbers as one text, `code=value; code=value`: readable, and of no language. */
export function codes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([code, value]) => `${code}=${value}`)
    .join('; ');
}

/** How often each item occurs, in the order in which they first do. */
export function tally(items: Iterable<string>): Record<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return Object.fromEntries(counts);
}
