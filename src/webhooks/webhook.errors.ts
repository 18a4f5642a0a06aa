import { ProjectError } from '../common/index.js';

/** An endpoint did not take a webhook; another try may succeed. The message has no more of its address than the host. */
export class WebhookFailedError extends ProjectError {
  /** How long the endpoint wants to be left alone; left to the retry policy unless given. */
  readonly retryAfterMs: number | undefined;

  constructor(
    host: string,
    reason: string,
    { cause, retryAfterMs }: { cause?: unknown; retryAfterMs?: number } = {},
  ) {
    super('WEBHOOK_FAILED', `${host} ${reason}.`, {}, { cause });
    this.retryAfterMs = retryAfterMs;
  }
}

/** An endpoint is not to be tried again. */
export class WebhookRefusedError extends ProjectError {
  constructor(host: string, reason: string) {
    super('WEBHOOK_REFUSED', `${host} ${reason}.`);
  }
}
