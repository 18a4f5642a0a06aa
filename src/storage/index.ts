export { DelegatingRunRepository } from './delegating-run.repository.js';
export { MemoryRunRepository } from './memory/memory-run.repository.js';
export { openRunRepository } from './run-repository.factory.js';
export {
  RunLease,
  heldRun,
  isDeletable,
  isHeldBy,
  isInterrupted,
  isOrphan,
  keepsCancelRequest,
  oldestFirst,
  type LeaseState,
} from './run-lease.js';
export { examineStore } from './examination/examine-store.js';
export { pingPostgres } from './examination/examine-postgres.js';
export type { StoreExamination } from './examination/store-examination.js';
export { StorageModule } from './storage.module.js';
export {
  STORE_KINDS,
  STORE_OPTIONS,
  UnusableDataDirError,
  UnusableDatabaseError,
  type StoreOptions,
} from './store.options.js';
