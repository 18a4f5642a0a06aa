/** Lanczos' approximation of the logarithm of the gamma function, with Godfrey's coefficients for g = 7. */
const FIRST = 0.999_999_999_999_809_93;
const LANCZOS = [
  676.520_368_121_885_1, -1_259.139_216_722_402_8, 771.323_428_777_653_13, -176.615_029_162_140_59,
  12.507_343_278_686_905, -0.138_571_095_265_720_12, 9.984_369_578_019_571_6e-6, 1.505_632_735_149_311_6e-7,
];
const STEPS = 300;
const ENOUGH = 1e-12;

/**
 * The value that Student's t exceeds with the given probability. Pure.
 * @param tail 0 to 0.5, exclusive
 * @param freedom degrees of freedom, more than 0; infinite for the normal distribution
 */
export function studentQuantile(tail: number, freedom: number): number {
  const freed = Math.min(freedom, 1e6); // the normal distribution, as far as anybody can tell
  let [low, high] = [0, 1];
  while (upperTail(high, freed) > tail && high < 1e12) high *= 2;
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (upperTail(middle, freed) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The value that a normal variable exceeds with the given probability. Pure. */
export function normalQuantile(tail: number): number {
  return studentQuantile(tail, Infinity);
}

/** P(T > t) for t >= 0. */
function upperTail(t: number, freedom: number): number {
  return incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2;
}

/** The regularized incomplete beta function, by its continued fraction (Abramowitz and Stegun, 26.5.8). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const scale = logGamma(a + b) - logGamma(a) - logGamma(b);
  const front = Math.exp(scale + a * Math.log(x) + b * Math.log1p(-x));
  const isSmall = x < (a + 1) / (a + b + 2); // where the fraction converges fast
  return isSmall ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(1 - x, b, a)) / b;
}

/** Lentz's method. */
function fraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= STEPS; m++) {
    for (const term of [
      (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)),
      (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)),
    ]) {
      d = 1 / (1 + term * d);
      c = 1 + term / c;
      value *= c * d;
    }
    if (Math.abs(c * d - 1) < ENOUGH) break;
  }
  return value;
}

function logGamma(value: number): number {
  const x = value - 1;
  const sum = LANCZOS.reduce((total, coefficient, index) => total + coefficient / (x + index + 1), FIRST);
  const t = x + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (x + 0.5) * Math.log(t) - t + Math.log(sum);
}
