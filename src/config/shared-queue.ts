import { ValidateBy } from 'class-validator';
import { queuePrefixFault, queueUrlFault } from '../common/index.js';
import type { Environment } from './environment.js';

/** Repositories that one process uses at a time. */
const UNSHARED: ReadonlySet<Environment['RUN_REPOSITORY']> = new Set(['memory', 'file'] as const);

/** The value is the URL of a queue. Errors do not show it: it may hold a password. */
export function IsQueueUrl(): PropertyDecorator {
  return withoutFault('isQueueUrl', 'QUEUE_URL', queueUrlFault);
}

/** The value is the prefix of a queue. */
export function IsQueuePrefix(): PropertyDecorator {
  return withoutFault('isQueuePrefix', 'QUEUE_PREFIX', queuePrefixFault);
}

function withoutFault(
  rule: string,
  name: string,
  faultOf: (value: unknown) => string | null,
): PropertyDecorator {
  const defaultMessage = (args?: { readonly value: unknown }) => `${name} ${faultOf(args?.value)}`;
  return ValidateBy({
    name: rule,
    validator: { validate: (value) => faultOf(value) === null, defaultMessage },
  });
}

/** What is wrong with RUN_QUEUE, SERVICE_ROLE and what they need, each right by itself. Pure. */
export function sharedQueueFaults(config: Readonly<Environment>): string[] {
  const { RUN_QUEUE, QUEUE_URL, SERVICE_ROLE, RUN_REPOSITORY, MAX_QUEUED_RUNS } = config;
  if (RUN_QUEUE !== 'bullmq') {
    if (SERVICE_ROLE === 'all') return [];
    const role = `SERVICE_ROLE=${SERVICE_ROLE} needs a queue between processes: RUN_QUEUE=bullmq with QUEUE_URL`;
    return [`${role} (RUN_QUEUE is "${RUN_QUEUE}")`];
  }
  const faults: string[] = [];
  if (!QUEUE_URL)
    faults.push('QUEUE_URL must say where the queue is (redis://… or postgres://…) with RUN_QUEUE=bullmq');
  if (UNSHARED.has(RUN_REPOSITORY)) {
    faults.push(`RUN_QUEUE=bullmq needs a RUN_REPOSITORY that processes share (it is "${RUN_REPOSITORY}")`);
  }
  if (MAX_QUEUED_RUNS === 0)
    faults.push('MAX_QUEUED_RUNS must be at least 1 with RUN_QUEUE=bullmq: every run waits for a worker');
  return faults;
}
