import { ValidateBy, type ValidationOptions } from 'class-validator';

/** The text is well-formed Unicode without U+0000: what every store and every log can represent. */
export function WellFormed(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'wellFormed',
      validator: {
        validate: (value: unknown) =>
          typeof value === 'string' && !value.includes('\0') && value.isWellFormed(),
        defaultMessage: () => '$property must be well-formed Unicode without U+0000',
      },
    },
    options,
  );
}
