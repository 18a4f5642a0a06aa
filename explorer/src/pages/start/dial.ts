/** The weights of an incident; whole numbers that sum to 100. */
export interface Dial {
  readonly U: number;
  readonly E: number;
  readonly M: number;
  readonly S: number;
  readonly H: number;
}
type Axis = keyof Dial;

export const AXES: readonly Axis[] = ['U', 'E', 'M', 'S', 'H'];
export const AXIS_NAMES: Readonly<Record<Axis, string>> = {
  U: 'Urgency',
  E: 'Evidence',
  M: 'Mediation',
  S: 'Safety',
  H: 'Hype',
};
const WHOLE = 100;

/** A dial on which one weight was moved: the others share what is left, in the proportion that they had. */
export function turned(dial: Dial, axis: Axis, to: number): Dial {
  const value = Math.min(WHOLE, Math.max(0, Math.round(to)));
  const others = AXES.filter((other) => other !== axis);
  const before = others.reduce((sum, other) => sum + dial[other], 0);
  const rest = WHOLE - value;
  const exact = others.map((other) => (before === 0 ? rest / others.length : (dial[other] / before) * rest));
  const whole = exact.map(Math.floor);
  const missing = rest - whole.reduce((sum, part) => sum + part, 0);
  const byRemainder = exact
    .map((part, index) => ({ index, remainder: part - Math.floor(part) }))
    .toSorted((a, b) => b.remainder - a.remainder);
  for (const { index } of byRemainder.slice(0, missing)) whole[index] = (whole[index] ?? 0) + 1;
  const shares = Object.fromEntries(others.map((other, index) => [other, whole[index] ?? 0]));
  return { ...dial, ...shares, [axis]: value };
}
