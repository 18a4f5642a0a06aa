import { ValidateBy, isISO8601 } from 'class-validator';

const DAY = String.raw`\d{4}-\d\d-\d\d`;
const TIME = String.raw`(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?`;
const ZONE = String.raw`Z|[+-](?:[01]\d|2[0-3]):[0-5]\d`;
const MOMENT = new RegExp(`^(?<day>${DAY})(?:T(?<time>${TIME})(?<zone>${ZONE})?)?$`);

/**
 * A moment that ISO 8601 writes as a day, or as a day and a time; in UTC unless it names an offset.
 * @returns ISO 8601 in UTC with milliseconds; null when the text is no such moment
 */
export function momentOf(text: string): string | null {
  const { day, time = '00:00', zone = 'Z' } = MOMENT.exec(text)?.groups ?? {};
  if (day === undefined || !isISO8601(day, { strict: true })) return null;
  const date = new Date(`${day}T${time}${zone}`);
  const year = date.getUTCFullYear();
  return year >= 0 && year <= 9_999 ? date.toISOString() : null;
}

/** The text is a moment that {@link momentOf} knows. */
export function IsMoment(): PropertyDecorator {
  return ValidateBy({
    name: 'isMoment',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && momentOf(value) !== null,
      defaultMessage: () => '$property must be a valid ISO 8601 date, or date and time',
    },
  });
}
