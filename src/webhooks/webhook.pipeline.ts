import { FieldsInvalidError } from '../common/index.js';
import { Pipeline, type AcceptedInput, type RunPipeline } from '../runs/index.js';
import { WebhookTargets } from './webhook-targets.js';

/** The id of the pipeline whose runs each deliver one webhook. */
export const WEBHOOK_DELIVERY = 'webhook_delivery';

/** What a delivery is asked for. */
export interface DeliveryInput {
  /** The run whose end is told. */
  readonly run_id: string;
  /** See `WebhookTarget`. */
  readonly endpoint: string;
}

/**
 * A webhook is delivered by a run: it is durable, retried and recovered as every run is. It coordinates, so that waiting
 * takes no slot and has no limit of time.
 */
@Pipeline({ id: WEBHOOK_DELIVERY, coordinates: true, internal: true })
export class WebhookPipeline implements RunPipeline {
  constructor(private readonly targets: WebhookTargets) {}

  /** @throws FieldsInvalidError when it names no run, or no endpoint of WEBHOOK_URLS */
  check(input: unknown): DeliveryInput {
    const { run_id, endpoint } = input as Partial<Record<keyof DeliveryInput, unknown>>;
    if (typeof run_id !== 'string' || !run_id.startsWith('run-')) {
      throw new FieldsInvalidError([{ pointer: '/run_id', message: 'must be the id of a run' }]);
    }
    if (typeof endpoint !== 'string' || !this.targets.find(endpoint)) {
      throw new FieldsInvalidError([{ pointer: '/endpoint', message: 'must be one of an earlier delivery' }]);
    }
    return { run_id, endpoint };
  }

  accept(input: unknown): AcceptedInput {
    const { run_id, endpoint } = input as DeliveryInput;
    const host = this.targets.find(endpoint)?.url.host ?? endpoint;
    return { input, projection: { title: `Webhook of ${run_id} to ${host}` } };
  }
}
