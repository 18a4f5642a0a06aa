import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../config/index.js';
import type { RunRecord } from '../runs/index.js';

/** Where webhooks go to. */
interface WebhookTarget {
  /** What stands for its address in stored runs: addresses may hold secrets. */
  readonly endpoint: string;
  readonly url: URL;
}

/** The attribute of runs that were started by one that coordinates others: that one's end is told, theirs are not. */
const PART_OF = 'experiment_id';

/** The endpoints that the environment names, and the runs that they are told of. */
@Injectable()
export class WebhookTargets {
  private readonly targets: readonly WebhookTarget[];
  private readonly statuses: ReadonlySet<string>;
  private readonly pipelines: ReadonlySet<string>;

  constructor(@Inject(APP_CONFIG) { WEBHOOK_URLS, WEBHOOK_STATUSES, WEBHOOK_PIPELINES }: AppConfig) {
    this.targets = WEBHOOK_URLS.map((text) => ({ endpoint: endpointOf(text), url: new URL(text) }));
    this.statuses = new Set(WEBHOOK_STATUSES);
    this.pipelines = new Set(WEBHOOK_PIPELINES);
  }

  get all(): readonly WebhookTarget[] {
    return this.targets;
  }

  find(endpoint: string): WebhookTarget | undefined {
    return this.targets.find((target) => target.endpoint === endpoint);
  }

  /** Whether the end of a run is told. */
  areToldOf({ pipeline, status, attributes }: RunRecord): boolean {
    if (typeof attributes[PART_OF] === 'string') return false;
    return this.statuses.has(status) && (this.pipelines.size === 0 || this.pipelines.has(pipeline));
  }
}

function endpointOf(url: string): string {
  return createHash('sha256').update(url).digest('hex').slice(0, 16);
}
