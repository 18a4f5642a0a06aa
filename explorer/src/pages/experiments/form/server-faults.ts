import { ProblemError } from '../../../api/problem.js';
import { objectionsOf } from '../../start/server-faults.js';

/** What the service found wrong, by the field of the form that it lies in. */
export function serverFaults(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof ProblemError)) return {};
  const { errors = [], message = '', error_code } = error.problem;
  const isOfSeed = error_code === 'SIM_UNKNOWN_BOARD' || error_code === 'SIM_UNKNOWN_ZONE';
  const found = [
    ...(isOfSeed ? [['/input/seed', message] as const] : []),
    ...(error_code === 'SIM_UNKNOWN_PACKS' ? [['/vary/packs', message] as const] : []),
    ...objectionsOf(error.problem).map(([pointer, message]) => [fieldOf(pointer), message] as const),
    ...errors.map(({ pointer, message }) => [fieldOf(pointer), wordsOf(pointer, message)] as const),
  ];
  return Object.fromEntries(found.toReversed()); // the first of a field counts
}

/** The form varies what the request may have in either place. */
function fieldOf(pointer: string): string {
  const intervention = /^\/(?:input\/interventions|vary\/interventions\/\d+)\/(\d+)/.exec(pointer);
  if (intervention) return `/interventions/${intervention[1]}`;
  if (pointer.startsWith('/input/seed') || pointer.startsWith('/seed')) return '/input/seed';
  const [, name] = /^\/(?:input|vary)\/(rounds|packs|dials|random_seeds)/.exec(pointer) ?? [];
  return name ? `/vary/${name}` : pointer;
}

/** The incident is one field: which of its members is meant has to be said. */
function wordsOf(pointer: string, message: string): string {
  const [, member] = /^(?:\/input)?\/seed\/(.+)/.exec(pointer) ?? [];
  return member ? `${member}: ${message}` : message;
}
