import type { CatalogueEntry } from './catalogue-entry.js';

/** A class adds invalid error codes to the catalogue: the boot stops, and the message names the fix. */
export class ErrorRegistrationError extends Error {
  constructor(className: string, faults: readonly string[]) {
    super(
      `${className} adds error codes that cannot be used: ${faults.join('; ')}. Mend them in its @ErrorCodes decorator.`,
    );
    this.name = 'ErrorRegistrationError';
  }
}

const CODE = /^[A-Z][A-Z0-9_]{0,63}$/;
const SLUG = /^[a-z][a-z0-9_]{0,63}$/;

/** Describes the faults of a single entry. Pure. */
export function entryFaults(
  code: string,
  { error, status, title, retryable, remedy, example }: CatalogueEntry,
): string[] {
  const rules: [isKept: boolean, rule: string][] = [
    [CODE.test(code), `the code must match ${CODE.source}`],
    [SLUG.test(error), `error must match ${SLUG.source}`],
    [
      Number.isInteger(status) && status >= 400 && status <= 599,
      'status must be a whole number from 400 to 599',
    ],
    [typeof title === 'string' && title.trim() !== '', 'title must say what is wrong'],
    [typeof retryable === 'boolean', 'retryable must be true or false'],
    [typeof remedy === 'string' && remedy.trim() !== '', 'remedy must say what the caller can do'],
    [
      example === undefined || (typeof example.message === 'string' && example.message.trim() !== ''),
      'example must have a message',
    ],
  ];
  return rules.filter(([isKept]) => !isKept).map(([, rule]) => `${code}: ${rule}`);
}
