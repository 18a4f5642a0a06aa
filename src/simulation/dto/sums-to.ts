import { ValidateBy } from 'class-validator';

/** The object's values are numbers that sum to `total`. */
export function SumsTo(total: number): PropertyDecorator {
  return ValidateBy({
    name: 'sumsTo',
    constraints: [total],
    validator: {
      validate: (value: unknown) =>
        typeof value === 'object' &&
        value !== null &&
        Object.values(value).reduce((sum: number, part) => sum + Number(part), 0) === total,
      defaultMessage: () => `$property must sum to ${total}`,
    },
  });
}
