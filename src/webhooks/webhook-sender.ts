import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, Slots, retryAfterMs, wallNow, type Clock } from '../common/index.js';
import { APP_CONFIG, secretBytes, type AppConfig } from '../config/index.js';
import { isPublicAddress } from './public-address.js';
import { PrivateAddressError, publicLookup } from './public-lookup.js';
import { signatureOf } from './signature.policy.js';
import { WebhookFailedError, WebhookRefusedError } from './webhook.errors.js';

/** How long an endpoint may take, in milliseconds. */
const PATIENCE_MS = 10_000;
/** Requests to an endpoint at a time: one that hangs does not hold up the others. */
const AT_ONCE = 4;
/** The endpoint asks not to be called any more. */
const GONE = 410;

/** Sends webhooks, each over a connection of its own, whose address is checked when it is made. */
@Injectable()
export class WebhookSender {
  private readonly secrets: readonly Buffer[];
  private readonly isPrivateAllowed: boolean;
  /** By origin. */
  private readonly slots = new Map<string, Slots>();

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(APP_CONFIG) { WEBHOOK_SECRET, WEBHOOK_ALLOW_PRIVATE }: AppConfig,
  ) {
    this.secrets = WEBHOOK_SECRET.map(secretBytes);
    this.isPrivateAllowed = WEBHOOK_ALLOW_PRIVATE;
  }

  /**
   * Resolves when the endpoint has answered with a 2xx. Redirects are not followed, and the body of an answer is not read.
   * @throws WebhookFailedError, WebhookRefusedError; the signal's reason
   */
  async send(url: URL, id: string, body: string, signal: AbortSignal): Promise<void> {
    const slots = this.slots.get(url.origin) ?? new Slots(AT_ONCE);
    this.slots.set(url.origin, slots);
    const { statusCode = 0, headers } = await slots.run(() => this.post(url, id, body, signal), signal);
    if (statusCode >= 200 && statusCode < 300) return;
    if (statusCode === GONE) throw new WebhookRefusedError(url.host, 'wants no webhooks any more (410)');
    const wait = retryAfterMs(headers['retry-after'], headers.date);
    throw new WebhookFailedError(
      url.host,
      `answered ${statusCode}`,
      wait === null ? {} : { retryAfterMs: wait },
    );
  }

  private async post(url: URL, id: string, body: string, signal: AbortSignal): Promise<IncomingMessage> {
    const timestamp = Math.floor(wallNow(this.clock).getTime() / 1_000);
    const limit = AbortSignal.timeout(PATIENCE_MS);
    try {
      this.checkLiteral(url);
      return await answerTo(
        (url.protocol === 'https:' ? https : http).request(url, {
          method: 'POST',
          agent: false,
          signal: AbortSignal.any([signal, limit]),
          ...(!this.isPrivateAllowed && { lookup: publicLookup() }),
          headers: {
            'Content-Type': 'application/json',
            'Content-Length': Buffer.byteLength(body),
            'User-Agent': 'project-dream',
            'Webhook-Id': id,
            'Webhook-Timestamp': timestamp,
            'Webhook-Signature': signatureOf({ id, timestamp, body }, this.secrets),
          },
        }),
        body,
      );
    } catch (error) {
      signal.throwIfAborted();
      throw new WebhookFailedError(url.host, reasonOf(error, limit), { cause: error });
    }
  }

  /** The name of a host that is an address is not looked up. */
  private checkLiteral({ hostname }: URL): void {
    const address = hostname.replaceAll(/^\[|\]$/g, '');
    if (this.isPrivateAllowed || isIP(address) === 0 || isPublicAddress(address)) return;
    throw new PrivateAddressError();
  }
}

/** Sends the body; resolves with the head of the answer, whose body is not wanted. */
function answerTo(request: ClientRequest, body: string): Promise<IncomingMessage> {
  return new Promise((answered, failed) => {
    request.once('error', failed);
    request.once('close', () => failed(new Error('The connection was closed without an answer.')));
    request.once('response', (response) => {
      answered(response);
      response.once('error', () => undefined); // it is cut off here
      response.destroy();
    });
    request.end(body);
  });
}

function reasonOf(error: unknown, limit: AbortSignal): string {
  if (error instanceof PrivateAddressError) return 'leads to no public address (WEBHOOK_ALLOW_PRIVATE)';
  if (limit.aborted) return `did not answer within ${PATIENCE_MS} ms`;
  const { code } = error as NodeJS.ErrnoException;
  return `could not be reached${code === undefined ? '' : ` (${code})`}`;
}
