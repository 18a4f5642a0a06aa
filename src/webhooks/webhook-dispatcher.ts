import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { RunEndings, RunsService, StorageUnavailableError, type RunRecord } from '../runs/index.js';
import { WEBHOOK_DELIVERY } from './webhook.pipeline.js';
import { WebhookTargets } from './webhook-targets.js';

/** Keys of callers begin with the name of a token and a route: none is like this. */
const KEY_SCOPE = 'webhooks';

/**
 * Has a delivery stored for each run that is about to end, and each endpoint, before that end is durable: a process that dies
 * in between leaves a delivery that waits for the end, never an end that nobody is told of. What was delivered is deleted.
 */
@Injectable()
export class WebhookDispatcher implements OnModuleInit {
  private readonly logger = new Logger(WebhookDispatcher.name);

  constructor(
    private readonly endings: RunEndings,
    private readonly runs: RunsService,
    private readonly targets: WebhookTargets,
  ) {}

  onModuleInit(): void {
    if (this.targets.all.length === 0) return;
    this.endings.listen((run) => this.beforeEnd(run));
  }

  private async beforeEnd(run: RunRecord): Promise<(() => void) | undefined> {
    if (run.pipeline === WEBHOOK_DELIVERY) return this.afterDelivery(run);
    if (!this.targets.areToldOf(run)) return undefined;
    const { run_id, summary } = run;
    for (const { endpoint } of this.targets.all) {
      const input = { run_id, endpoint };
      const key = { scope: KEY_SCOPE, key: `${run_id} ${summary.rows} ${endpoint}`, body: input };
      await this.runs.startBeside({ pipeline: WEBHOOK_DELIVERY, input }, key).catch((error: unknown) => {
        if (error instanceof StorageUnavailableError) throw error;
        this.logger.error({ msg: 'A webhook could not be prepared', run_id, err: error });
      });
    }
    return undefined;
  }

  private afterDelivery({ run_id, status }: RunRecord): (() => void) | undefined {
    if (status !== 'succeeded') return undefined;
    return () => {
      void this.runs.delete(run_id).catch((error: unknown) => {
        this.logger.warn({ msg: 'A delivered webhook could not be deleted', run_id, err: error });
      });
    };
  }
}
