import { ProblemError, type Problem } from '../../api/problem.js';
import type { Faults } from './draft.js';

/** A check of the canon gate. */
interface Check {
  readonly details?: readonly string[];
  /** Where the details were found, in their order. */
  readonly pointers?: readonly string[];
}

/** What the checks of the canon object to, by the pointer of what they found. */
export function objectionsOf({
  checks,
  message = '',
}: Problem): (readonly [pointer: string, message: string])[] {
  return (Array.isArray(checks) ? (checks as readonly Check[]) : []).flatMap(
    ({ details = [], pointers = [] }) =>
      pointers.map((pointer, index) => [pointer, details[index] ?? message] as const),
  );
}

/** The fields that some error codes are about as a whole. */
const FIELD_OF_CODE: Readonly<Record<string, string>> = {
  SIM_UNKNOWN_PACKS: '/input/packs',
  SIM_UNKNOWN_BOARD: '/input/seed/board_id',
  SIM_UNKNOWN_ZONE: '/input/seed/zone_id',
};

/** What the service found wrong, by the pointer of each field. */
export function serverFaults(error: unknown): Faults {
  if (!(error instanceof ProblemError)) return {};
  const { errors = [], message = '' } = error.problem;
  const named = errors.map(({ pointer, message }) => [fieldOf(pointer), message] as const);
  const meant = objectionsOf(error.problem).map(([pointer, message]) => [fieldOf(pointer), message] as const);
  const field = FIELD_OF_CODE[error.problem.error_code ?? ''];
  const whole = field === undefined ? [] : [[field, message] as const];
  return Object.fromEntries([...whole, ...meant, ...named]);
}

/** The field of the form that a pointer lies in: a sentence of a list is part of the list's field. */
function fieldOf(pointer: string): string {
  const whole = pointer.startsWith('/seed') || pointer.startsWith('/rounds') ? `/input${pointer}` : pointer;
  return (
    /^\/input\/seed\/[^/]+|^\/input\/interventions\/\d+|^\/input\/[^/]+|^\/[^/]+/.exec(whole)?.[0] ?? whole
  );
}
