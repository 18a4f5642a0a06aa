/** @returns the value below which this share of the values lies */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * share)];
}

/** @returns the middle one of the values, or the mean of the two in the middle */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
}

/**
 * Compares what was measured in turns: each value with that of the same turn.
 * @returns the median of the ratios, with the least and the greatest
 */
export function ratiosOf(values, base) {
  const ratios = values.map((value, turn) => value / base[turn]);
  return { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) };
}
