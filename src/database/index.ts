export type { SqlConnection } from './prepared-connection.js';
export { openSqlite, type SqliteConnections } from './sqlite-connection.js';
export { rowsReturned } from './statements.js';
export { TransactionQueue, type TransactionBatch, type TransactionTask } from './transaction-queue.js';
export { CreateRuns1795305600000 } from './migrations/1795305600000-create-runs.js';
export { LeaseRuns1795392000000 } from './migrations/1795392000000-lease-runs.js';
export { FindRuns1795478400000 } from './migrations/1795478400000-find-runs.js';
export { ListDamagedRuns1795564800000 } from './migrations/1795564800000-list-damaged-runs.js';
export { DateLeases1795651200000 } from './migrations/1795651200000-date-leases.js';
