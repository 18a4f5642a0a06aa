/** A number with four decimals at the most, so that logs are readable and stay equal; never -0, which JSON cannot say. */
export function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000 + 0;
}

/** A number kept within bounds. */
export function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
