import { inOrder, type Intervention } from '../domain/intervention.js';

/**
 * The interventions of a fork: those of its source before the point, and the given ones from there on.
 * @param given null to leave them as they are
 * @returns null when the given ones are other before the point
 */
export function forkedInterventions(
  own: readonly Intervention[],
  given: readonly Intervention[] | null,
  fromRound: number,
): Intervention[] | null {
  if (given === null) return [...own];
  const isBefore = ({ round }: Intervention) => round < fromRound;
  const kept = own.filter(isBefore);
  const repeated = inOrder(given).filter(isBefore);
  if (repeated.length > 0 && textOf(repeated) !== textOf(kept)) return null;
  return [...kept, ...inOrder(given).filter((each) => !isBefore(each))];
}

/** Equal for interventions that do the same. */
function textOf(interventions: readonly Intervention[]): string {
  return JSON.stringify(
    interventions.map(({ redactions: _, ...intervention }) =>
      Object.entries(intervention)
        .filter(([, value]) => value !== undefined)
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ),
  );
}
