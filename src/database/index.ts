export { openSqlite, type SqliteConnections } from './sqlite-connection.js';
export { TransactionQueue } from './transaction-queue.js';
export { CreateRuns1795305600000 } from './migrations/1795305600000-create-runs.js';
