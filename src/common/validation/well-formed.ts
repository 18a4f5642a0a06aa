import { ValidateBy, type ValidationOptions } from 'class-validator';

/** Lone surrogates: half of a character. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** The text is well-formed Unicode without U+0000: what every store and every log can represent. */
export function WellFormed(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'wellFormed',
      validator: {
        validate: (value: unknown) =>
          typeof value === 'string' && !value.includes('\0') && !LONE_SURROGATE.test(value),
        defaultMessage: () => '$property must be well-formed Unicode without U+0000',
      },
    },
    options,
  );
}
