import { Transform } from 'class-transformer';

/** Parses an integer in plain decimal digits; anything else is left for `@IsInt` to reject. */
export function Integer(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value,
  );
}

/** Parses a number in plain decimal digits, with a point or without; anything else is left for `@IsNumber` to reject. */
export function Decimal(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value,
  );
}

/** Parses `true` and `false`; anything else is left for `@IsBoolean` to reject. */
export function Flag(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) =>
    value === 'true' ? true : value === 'false' ? false : value,
  );
}
