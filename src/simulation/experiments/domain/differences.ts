import { studentQuantile } from './quantiles.js';

/** A difference, and the bounds that it is within; null where nothing can be said of them. */
export interface Difference {
  difference: number;
  low: number | null;
  high: number | null;
}

/** A share: how many of how many. */
export interface Part {
  readonly count: number;
  readonly total: number;
}

/** A sample of numbers. */
interface Sample {
  readonly size: number;
  readonly mean: number;
  readonly variance: number;
}

/**
 * How much a share is greater than another one: the hybrid score interval with continuity correction (Newcombe, 1998, method
 * 11). Pure.
 * @param z the normal quantile of the confidence
 */
export function differenceOfShares(value: Part, baseline: Part, z: number): Difference {
  const [one, other] = [corrected(value, z), corrected(baseline, z)];
  const difference = one.share - other.share;
  const down = Math.hypot(one.share - one.low, other.high - other.share);
  const up = Math.hypot(one.high - one.share, other.share - other.low);
  return { difference, low: Math.max(-1, difference - down), high: Math.min(1, difference + up) };
}

/** The score interval with continuity correction (Fleiss, 1981). */
function corrected({ count, total: n }: Part, z: number): { share: number; low: number; high: number } {
  const p = count / n;
  const q = 1 - p;
  const whole = 2 * (n + z * z);
  const lowRoot = Math.sqrt(Math.max(0, z * z - 2 - 1 / n + 4 * p * (n * q + 1)));
  const highRoot = Math.sqrt(Math.max(0, z * z + 2 - 1 / n + 4 * p * (n * q - 1)));
  return {
    share: p,
    low: count === 0 ? 0 : Math.max(0, (2 * n * p + z * z - 1 - z * lowRoot) / whole),
    high: count === n ? 1 : Math.min(1, (2 * n * p + z * z + 1 + z * highRoot) / whole),
  };
}

/**
 * How much a mean is greater than another one: Welch's interval. Where one of the samples does not vary, it says too little
 * of how much it could have varied: both are taken together then. Pure.
 * @param alpha how often the interval may miss the true difference
 */
export function differenceOfMeans(value: Sample, baseline: Sample, alpha: number): Difference {
  const difference = value.mean - baseline.mean;
  const { error, freedom } =
    value.variance > 0 && baseline.variance > 0 ? welch(value, baseline) : together(value, baseline);
  if (error === 0) return { difference, low: difference, high: difference };
  if (freedom < 1) return { difference, low: null, high: null };
  const half = studentQuantile(alpha / 2, freedom) * error;
  return { difference, low: difference - half, high: difference + half };
}

interface StandardError {
  readonly error: number;
  readonly freedom: number;
}

function welch(one: Sample, other: Sample): StandardError {
  const [a, b] = [one.variance / one.size, other.variance / other.size];
  const freedom = (a + b) ** 2 / (a ** 2 / (one.size - 1) + b ** 2 / (other.size - 1));
  return { error: Math.sqrt(a + b), freedom };
}

/** As if both were of one population: what they differ by counts as variance. */
function together(one: Sample, other: Sample): StandardError {
  const size = one.size + other.size;
  const mean = (one.mean * one.size + other.mean * other.size) / size;
  const squares = [one, other].reduce(
    (sum, { size: n, mean: own, variance }) => sum + variance * (n - 1) + n * (own - mean) ** 2,
    0,
  );
  const variance = squares / (size - 1);
  return { error: Math.sqrt(variance * (1 / one.size + 1 / other.size)), freedom: size - 2 };
}
