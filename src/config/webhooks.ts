import { ValidateBy } from 'class-validator';

/** What runs can end as. */
const ENDINGS = ['succeeded', 'failed', 'cancelled'] as const;
export type RunEnd = (typeof ENDINGS)[number];

/** Bytes of a secret, as the Standard Webhooks have it. */
const SECRET_BYTES = { least: 24, most: 64 } as const;

/** Parses a list of texts that are separated by commas. Pure. */
export function listOf(value: unknown): unknown {
  return typeof value === 'string' ? value.split(',').map((entry) => entry.trim()) : value;
}

/** The value is a list of addresses that webhooks are sent to. Errors never show it: addresses may hold secrets. */
export function AreWebhookUrls(): PropertyDecorator {
  return rule(
    'areWebhookUrls',
    (urls) => {
      const isDouble = new Set(urls).size < urls.length;
      return urls.every(isWebhookUrl) && !isDouble;
    },
    'WEBHOOK_URLS must be a list of different http or https addresses, without a user or a fragment',
  );
}

/** The value is a list of signing secrets. */
export function AreWebhookSecrets(): PropertyDecorator {
  const { least, most } = SECRET_BYTES;
  return rule(
    'areWebhookSecrets',
    (secrets) => secrets.every(isSecret),
    `WEBHOOK_SECRET must be whsec_ and base64 of ${least} to ${most} bytes; two, separated by a comma, while it is changed`,
  );
}

/** The value is a list of what runs can end as. */
export function AreRunEnds(): PropertyDecorator {
  const known: readonly string[] = ENDINGS;
  return rule(
    'areRunEnds',
    (ends) => ends.every((end) => known.includes(end)),
    `WEBHOOK_STATUSES must be a list of ${ENDINGS.join(', ')}`,
  );
}

/** The bytes of a secret. Pure. */
export function secretBytes(secret: string): Buffer {
  return Buffer.from(secret.slice('whsec_'.length), 'base64');
}

function isSecret(text: string): boolean {
  const { length } = secretBytes(text);
  return (
    /^whsec_[A-Za-z0-9+/]+={0,2}$/.test(text) && length >= SECRET_BYTES.least && length <= SECRET_BYTES.most
  );
}

function isWebhookUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, hash } = new URL(text);
  return /^https?:$/.test(protocol) && `${username}${password}${hash}` === '';
}

function rule(
  name: string,
  isValid: (list: readonly string[]) => boolean,
  message: string,
): PropertyDecorator {
  const validate = (value: unknown) => isValid(value as string[]);
  return ValidateBy({ name, validator: { validate, defaultMessage: () => message } });
}
