import { Transform } from 'class-transformer';

/** The largest number that {@link Digits} reads. */
export const LARGEST = 999_999_999_999_999;

/** A number in plain decimal digits; anything else is left for `@IsInt` to refuse. */
export function Digits(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value,
  );
}
