import { ValidateBy, type ValidationArguments } from 'class-validator';
import type { RunCursor } from '../ports/run-store.js';

/** The cursor as callers get it: an opaque text. */
export function encodeCursor({ created_at, run_id }: RunCursor): string {
  return Buffer.from(JSON.stringify([created_at, run_id])).toString('base64url');
}

/** @returns null when the text is no cursor of ours */
export function decodeCursor(cursor: string): RunCursor | null {
  try {
    const [created_at, run_id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    if (typeof created_at !== 'string' || typeof run_id !== 'string') return null;
    const decoded = { created_at, run_id };
    return encodeCursor(decoded) === cursor ? decoded : null;
  } catch {
    return null;
  }
}

/** The text is a cursor that a list has given. */
export function IsCursor(): PropertyDecorator {
  return ValidateBy({
    name: 'isCursor',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && decodeCursor(value) !== null,
      defaultMessage: () => '$property must be the next_cursor of a list',
    },
  });
}

/** Another property is not given together with this one. */
export function NotBeside(other: string): PropertyDecorator {
  return ValidateBy({
    name: 'notBeside',
    validator: {
      validate: (_: unknown, args?: ValidationArguments) =>
        (args?.object as Record<string, unknown> | undefined)?.[other] === undefined,
      defaultMessage: () => `$property and ${other} cannot be given together`,
    },
  });
}
