import { ValidateBy } from 'class-validator';

/** Parses the entries of CORS_ORIGINS; {@link AreOrigins} validates them. Pure. */
export function originsOf(value: unknown): unknown {
  return typeof value === 'string' ? value.split(',').map((entry) => entry.trim()) : value;
}

/** The value is a list of origins as browsers send them: scheme, host, and a port unless it is the scheme's default. */
export function AreOrigins(): PropertyDecorator {
  return ValidateBy({
    name: 'areOrigins',
    validator: {
      validate: (value: unknown) => (value as string[]).every(isOrigin),
      defaultMessage: () =>
        'CORS_ORIGINS must be a list of exact origins like https://dream.example or http://localhost:5173',
    },
  });
}

function isOrigin(text: string): boolean {
  return /^https?:\/\/[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}
