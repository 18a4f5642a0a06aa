export { ExecutionModule } from './execution.module.js';
export {
  PROCESS_ROLES,
  QUEUE_OPTIONS,
  type ProcessRole,
  type QueueOptions,
  type SharedQueueOptions,
} from './queue.options.js';
export { UnhandledErrors } from './unhandled-errors.js';
