/** A share of runs, with the interval that holds the true one 19 times out of 20. */
export interface Share {
  count: number;
  /** 0 to 1, as the bounds. */
  share: number;
  low: number;
  high: number;
}

/** The normal quantile of a 95 % interval. */
const Z_95 = 1.959_963_984_540_054;

/** Counts which of some values runs have. */
export class ValueCounts {
  private readonly counts = new Map<string, number>();

  add(value: string): void {
    this.counts.set(value, (this.counts.get(value) ?? 0) + 1);
  }

  /** The share of each value, by its name in order. */
  shares(total: number): Record<string, Share> {
    const entries = [...this.counts].toSorted(([one], [other]) => (one < other ? -1 : 1));
    return Object.fromEntries(entries.map(([value, count]) => [value, shareOf(count, total)]));
  }
}

/** A share with Wilson's score interval at 95 %. Pure. */
function shareOf(count: number, total: number): Share {
  const { low, high } = wilson(count, total, Z_95);
  return { count, share: precise(count / total), low: precise(low), high: precise(high) };
}

/**
 * The score interval of a share (Wilson, 1927). Pure.
 * @param z the normal quantile of the confidence
 */
function wilson(count: number, total: number, z: number): { low: number; high: number } {
  const share = count / total;
  const spread = (z * z) / total;
  const centre = (share + spread / 2) / (1 + spread);
  const half = (Math.sqrt((share * (1 - share)) / total + spread / (4 * total)) * z) / (1 + spread);
  return {
    low: count === 0 ? 0 : Math.max(0, centre - half),
    high: count === total ? 1 : Math.min(1, centre + half),
  };
}

/** A number with six decimals at the most; never -0. */
export function precise(value: number): number {
  return Math.round(value * 1e6) / 1e6 + 0;
}
