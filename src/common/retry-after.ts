/** An hour: whoever is told to wait for longer asks again after that. */
const LONGEST_MS = 3_600_000;

/**
 * The delay that a `Retry-After` header asks for, in milliseconds, an hour at the most; null when it asks for none. Pure.
 * @param value seconds, or a date
 * @param date the `Date` header of the same response, by which a date is told
 */
export function retryAfterMs(value: string | undefined, date?: string): number | null {
  const text = value?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Math.min(Math.round(Number(text) * 1_000), LONGEST_MS);
  if (!/^[A-Z][a-z]/.test(text)) return null; // dates begin with the day; Date.parse makes one of much else
  const wait = Date.parse(text) - Date.parse(date ?? '');
  return Number.isNaN(wait) ? null : Math.min(Math.max(0, wait), LONGEST_MS);
}
