import { rounded } from '../../domain/numbers.js';

/** Counts whole numbers: what is asked of it does not depend on the order in which they came. */
export class Histogram {
  private readonly counts = new Map<number, number>();
  private total = 0;
  private sum = 0;
  private squares = 0;

  add(value: number): void {
    this.counts.set(value, (this.counts.get(value) ?? 0) + 1);
    this.total += 1;
    this.sum += value;
    this.squares += value * value;
  }

  /** How many values there are. */
  get size(): number {
    return this.total;
  }

  /** 0 when there are no values. */
  get mean(): number {
    return this.total === 0 ? 0 : this.sum / this.total;
  }

  /** The variance of a sample; 0 for less than two values. */
  get variance(): number {
    if (this.total < 2) return 0;
    return Math.max(0, (this.squares - (this.sum * this.sum) / this.total) / (this.total - 1));
  }

  /**
   * Quantiles with linear interpolation, as R, NumPy and pandas make them by default (Hyndman and Fan, type 7).
   * @param shares in ascending order, 0 to 1
   * @returns zeros when there are no values
   */
  quantiles(...shares: readonly number[]): number[] {
    const ascending = [...this.counts].toSorted(([one], [other]) => one - other);
    return shares.map((share) => {
      const position = share * (this.total - 1);
      const below = Math.floor(position);
      const [low, high] = [valueAt(ascending, below), valueAt(ascending, Math.ceil(position))];
      return rounded(low + (high - low) * (position - below));
    });
  }
}

/** The value at a position among all values in order. */
function valueAt(ascending: readonly (readonly [value: number, count: number])[], position: number): number {
  let passed = 0;
  for (const [value, count] of ascending) {
    passed += count;
    if (position < passed) return value;
  }
  return 0;
}
