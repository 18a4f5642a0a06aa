import { ValidateBy } from 'class-validator';

/** The value is the address of a service: http or https, without a query, a fragment, a user or a slash at its end. */
export function IsPublicUrl(): PropertyDecorator {
  return ValidateBy({
    name: 'isPublicUrl',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && isAddress(value),
      defaultMessage: () => 'PUBLIC_URL must be like https://dream.example, without a slash at its end',
    },
  });
}

function isAddress(text: string): boolean {
  if (!/^https?:\/\/[^?#@]+[^?#@/]$/.test(text)) return false;
  return URL.canParse(text);
}
