import { InvalidArgumentError } from 'commander';

/** The weights of a dial, in the order in which they are written. */
const AXES = ['U', 'E', 'M', 'S', 'H'] as const;

/** How much an incident is about urgency, evidence, mediation, safety and hype. */
type Dial = Readonly<Record<(typeof AXES)[number], number>>;

/** What a command changes of an input. */
export interface InputChanges {
  readonly rounds?: number;
  readonly dial?: Dial;
  readonly randomSeed?: string;
  readonly packs?: string;
}

/** `30,25,15,20,10` as a dial; the service checks that they sum to 100. */
export function dialOf(text: string): Dial {
  const weights = text.split(',').map((part) => Number(part.trim() || Number.NaN));
  if (weights.length !== AXES.length || !weights.every(Number.isInteger))
    throw new InvalidArgumentError(
      `It must be five whole numbers for ${AXES.join(', ')} that sum to 100, as 30,25,15,20,10.`,
    );
  return Object.fromEntries(AXES.map((axis, index) => [axis, weights[index]])) as Dial;
}

/** A whole number of at least 1. */
export function countOf(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1)
    throw new InvalidArgumentError('It must be a whole number from 1.');
  return count;
}

/**
 * The input of a simulation.
 * @param file a seed, or an input that has one: `{seed, rounds, interventions, …}`
 */
export function inputOf(
  file: Readonly<Record<string, unknown>>,
  { rounds, dial, randomSeed, packs }: InputChanges,
): Record<string, unknown> {
  const input = 'seed' in file ? file : { seed: file };
  const seed = input['seed'];
  return {
    ...input,
    ...(dial && { seed: { ...(seed as object), dial } }),
    ...(rounds !== undefined && { rounds }),
    ...(randomSeed !== undefined && { random_seed: randomSeed }),
    ...(packs !== undefined && { packs }),
  };
}
