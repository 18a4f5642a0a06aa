import { CreateRuns1796083200000 } from './migrations/1796083200000-create-runs.js';
import { RecordAnswers1796169600000 } from './migrations/1796169600000-record-answers.js';
import { ShareSlots1796256000000 } from './migrations/1796256000000-share-slots.js';

/** Every migration, oldest first. */
export const MIGRATIONS = [CreateRuns1796083200000, RecordAnswers1796169600000, ShareSlots1796256000000];

/** Where TypeORM notes which migrations have been made. */
export const MIGRATIONS_TABLE = 'run_store_migrations';

/** The tables of the store. */
export const TABLES = [
  'runs',
  'run_requests',
  'runlog_rows',
  'run_checkpoints',
  'idempotency_keys',
  'run_store_probe',
  'recorded_answers',
  'answer_units',
  'shared_slots',
] as const;
