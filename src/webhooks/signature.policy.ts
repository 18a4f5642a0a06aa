import { createHmac } from 'node:crypto';

/** What a webhook is signed for. */
interface SignedWebhook {
  readonly id: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly body: string;
}

/** The `webhook-signature` of the Standard Webhooks: one signature for each secret, separated by spaces. Pure. */
export function signatureOf({ id, timestamp, body }: SignedWebhook, secrets: readonly Buffer[]): string {
  const signed = `${id}.${timestamp}.${body}`;
  return secrets
    .map((secret) => `v1,${createHmac('sha256', secret).update(signed).digest('base64')}`)
    .join(' ');
}
