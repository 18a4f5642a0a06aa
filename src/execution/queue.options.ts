/** Injection token of the {@link QueueOptions}. */
export const QUEUE_OPTIONS = Symbol('QUEUE_OPTIONS');

/** What a process does: `api` accepts runs and answers, `worker` executes them, `all` does both. */
export const PROCESS_ROLES = ['all', 'api', 'worker'] as const;
export type ProcessRole = (typeof PROCESS_ROLES)[number];

/** A queue that several processes share, in Redis or PostgreSQL. */
export interface SharedQueueOptions {
  readonly kind: 'bullmq';
  /** `redis://…`, `rediss://…`, `postgres://…` or `postgresql://…`; may hold a password, and is never shown. */
  readonly url: string;
  /** `all` by default. */
  readonly role?: ProcessRole;
  /**
   * The prefix of the queue's keys in Redis, or its schema in PostgreSQL: services with a store of their own need one of
   * their own. `project_dream` by default.
   */
  readonly prefix?: string;
}

/** Where accepted runs wait: in the process that has accepted them, or in a queue that several processes share. */
export type QueueOptions = { readonly kind: 'inline' } | SharedQueueOptions;

/** See {@link SharedQueueOptions.prefix}. */
export const DEFAULT_QUEUE_PREFIX = 'project_dream';

/** Whether this process executes runs. */
export function executesRuns(options: QueueOptions): boolean {
  return options.kind === 'inline' || options.role !== 'api';
}
