import { Inject } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../config/index.js';
import {
  LONGEST_TIMER_MS,
  StageNode,
  type StageContext,
  type StageNodeHandler,
} from '../orchestrator/index.js';
import { RunNotFoundError, RunPresenter, RunsService, type RunRecord } from '../runs/index.js';
import { webhookEventOf, webhookIdOf } from './webhook-event.js';
import { WebhookRefusedError } from './webhook.errors.js';
import { WEBHOOK_DELIVERY, type DeliveryInput } from './webhook.pipeline.js';
import { WebhookSender } from './webhook-sender.js';
import { WebhookTargets } from './webhook-targets.js';

/**
 * Sends one webhook, when the end that it tells is durable. Tried for nine hours on average: after a second at most, then
 * three times as long each time, up to two hours, a random part of it.
 */
@StageNode({
  id: 'send_webhook',
  pipeline: WEBHOOK_DELIVERY,
  timeoutMs: LONGEST_TIMER_MS, // the run may still be going on; a request has a limit of its own
  retry: {
    maxAttempts: 17,
    initialIntervalMs: 1_000,
    backoffCoefficient: 3,
    maxIntervalMs: 7_200_000,
    nonRetryable: ['WEBHOOK_REFUSED'],
  },
})
export class SendWebhookStage implements StageNodeHandler<DeliveryInput> {
  private readonly address: string;

  constructor(
    private readonly runs: RunsService,
    private readonly presenter: RunPresenter,
    private readonly targets: WebhookTargets,
    private readonly sender: WebhookSender,
    @Inject(APP_CONFIG) { PUBLIC_URL = '' }: AppConfig,
  ) {
    this.address = PUBLIC_URL;
  }

  /** @throws WebhookFailedError, WebhookRefusedError */
  async run({ input, signal }: StageContext<DeliveryInput>): Promise<void> {
    const target = this.targets.find(input.endpoint);
    if (!target) throw new WebhookRefusedError('The endpoint', 'is none of WEBHOOK_URLS any more');
    const run = await this.endedRun(input.run_id, signal);
    if (!run || !this.targets.areToldOf(run)) return;
    const event = webhookEventOf(await this.presenter.show(run), this.address);
    await this.sender.send(target.url, webhookIdOf(run), JSON.stringify(event), signal);
  }

  /** Null when it was deleted meanwhile. */
  private async endedRun(runId: string, signal: AbortSignal): Promise<RunRecord | null> {
    try {
      return await this.runs.ended(runId, signal);
    } catch (error) {
      if (error instanceof RunNotFoundError) return null;
      throw error;
    }
  }
}
