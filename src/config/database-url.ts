import { ValidateBy } from 'class-validator';

/** What `sslmode` may be: the others of PostgreSQL's own programs let the server decide. */
const SSL_MODES = ['disable', 'require', 'verify-ca', 'verify-full'] as const;

/** The value is a URL of PostgreSQL. Errors say what is wrong, never the value: it may hold a password. */
export function IsDatabaseUrl(): PropertyDecorator {
  return ValidateBy({
    name: 'isDatabaseUrl',
    validator: {
      validate: (value: unknown) => faultOf(value) === null,
      defaultMessage: (args) => `DATABASE_URL ${faultOf(args?.value)}`,
    },
  });
}

function faultOf(value: unknown): string | null {
  const form = 'must be like postgres://user:password@host:5432/database';
  if (typeof value !== 'string' || !URL.canParse(value)) {
    return `${form}; characters like @ : / # in a user name or password have to be percent-encoded`;
  }
  const { protocol, searchParams } = new URL(value);
  if (!['postgres:', 'postgresql:'].includes(protocol)) return form;
  const mode = searchParams.get('sslmode');
  if (mode !== null && !SSL_MODES.some((known) => known === mode)) {
    return `must have an sslmode of ${SSL_MODES.join(', ')}, if any`;
  }
  return null;
}
