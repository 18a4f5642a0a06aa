import { ProblemError } from '../../api/problem.js';
import type { Faults } from './draft.js';

/** What the service found wrong, by the pointer of each field. */
export function serverFaults(error: unknown): Faults {
  if (!(error instanceof ProblemError)) return {};
  const { errors = [], pointers = [], message = '' } = error.problem;
  const named = errors.map(({ pointer, message }) => [fieldOf(pointer), message] as const);
  const meant = pointers.map((pointer) => [fieldOf(pointer), message] as const);
  const board =
    error.problem.error_code === 'SIM_UNKNOWN_BOARD' ? [['/input/seed/board_id', message] as const] : [];
  const zone =
    error.problem.error_code === 'SIM_UNKNOWN_ZONE' ? [['/input/seed/zone_id', message] as const] : [];
  return Object.fromEntries([...board, ...zone, ...meant, ...named]);
}

/** The field of the form that a pointer lies in: a sentence of a list is part of the list's field. */
function fieldOf(pointer: string): string {
  const whole = pointer.startsWith('/seed') || pointer.startsWith('/rounds') ? `/input${pointer}` : pointer;
  return (
    /^\/input\/seed\/[^/]+|^\/input\/interventions\/\d+|^\/input\/[^/]+|^\/[^/]+/.exec(whole)?.[0] ?? whole
  );
}
