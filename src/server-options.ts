import { shutdownBudget, type AppConfig } from './config/index.js';
import type { EngineOptions } from './engine/index.js';
import type { QueueOptions } from './execution/index.js';
import type { RetentionOptions } from './runs/index.js';
import type { SimulationOptions } from './simulation/index.js';
import type { StoreOptions } from './storage/index.js';

/** The store that RUN_REPOSITORY, DATA_DIR and DATABASE_URL name. */
export function storeOptionsOf(config: AppConfig): StoreOptions {
  const { RUN_REPOSITORY: kind, DATA_DIR: dataDir, DATABASE_URL: url = '', DATABASE_POOL_SIZE } = config;
  if (kind === 'memory') return { kind };
  return kind === 'postgres' ? { kind, url, poolSize: DATABASE_POOL_SIZE } : { kind, dataDir };
}

/** The queue that RUN_QUEUE and QUEUE_URL name, and what this process does with it. */
function queueOptionsOf({ RUN_QUEUE, QUEUE_URL, QUEUE_PREFIX, SERVICE_ROLE }: AppConfig): QueueOptions {
  if (RUN_QUEUE === 'inline' || QUEUE_URL === undefined) return { kind: 'inline' };
  return { kind: 'bullmq', url: QUEUE_URL, prefix: QUEUE_PREFIX, role: SERVICE_ROLE };
}

/** Which ended runs are deleted. */
export function retentionOptionsOf(config: AppConfig): RetentionOptions {
  return {
    maxAgeDays: config.RETENTION_MAX_AGE_DAYS ?? null,
    maxRuns: config.RETENTION_MAX_RUNS ?? null,
  };
}

/** The engine's options, as the environment gives them. */
export function engineOptionsOf(config: AppConfig): EngineOptions {
  return {
    store: storeOptionsOf(config),
    queue: queueOptionsOf(config),
    stages: {
      defaultStageRetries: config.DEFAULT_STAGE_RETRIES,
      stageTimeoutMs: config.STAGE_TIMEOUT_MS,
    },
    runs: {
      maxStageRetries: config.MAX_STAGE_RETRIES,
      runTimeoutMs: config.RUN_TIMEOUT_MS,
      runRetryBudget: config.RUN_RETRY_BUDGET ?? null,
      maxConcurrentRuns: config.MAX_CONCURRENT_RUNS,
      maxQueuedRuns: config.MAX_QUEUED_RUNS,
      leaseMs: config.RUN_LEASE_MS,
      recoveryLimit: config.RUN_RECOVERY_LIMIT,
      shutdownGraceMs: shutdownBudget(config.SHUTDOWN_GRACE_MS).runsMs,
      faultInjection: config.FAULT_INJECTION,
      retention: retentionOptionsOf(config),
    },
  };
}

/** The simulation's options, as the environment gives them. */
export function simulationOptionsOf({ MAX_ROUNDS, PACKS_DIR, PACK_FOLDERS }: AppConfig): SimulationOptions {
  return { maxRounds: MAX_ROUNDS, packsDir: PACKS_DIR ?? null, packFolders: PACK_FOLDERS };
}
