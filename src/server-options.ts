import { shutdownBudget, type AppConfig } from './config/index.js';
import type { EngineOptions } from './engine/index.js';
import type { QueueOptions } from './execution/index.js';
import type { RetentionOptions } from './runs/index.js';
import type { ModelOptions, SimulationOptions } from './simulation/index.js';
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
export function simulationOptionsOf(config: AppConfig): SimulationOptions {
  const { MAX_ROUNDS, PACKS_DIR, PACK_FOLDERS } = config;
  const packsDir = PACKS_DIR ?? null;
  return { maxRounds: MAX_ROUNDS, packsDir, packFolders: PACK_FOLDERS, model: modelOptionsOf(config) };
}

/** The model that TEXT_GENERATOR and MODEL_* name; null when the phrase book writes. */
function modelOptionsOf(config: AppConfig): ModelOptions | null {
  const { TEXT_GENERATOR, MODEL_BASE_URL, MODEL_NAME, MODEL_PRICE_INPUT, MODEL_PRICE_OUTPUT } = config;
  if (TEXT_GENERATOR !== 'model' || MODEL_BASE_URL === undefined || MODEL_NAME === undefined) return null;
  const hasPrices = MODEL_PRICE_INPUT !== undefined && MODEL_PRICE_OUTPUT !== undefined;
  return {
    baseUrl: MODEL_BASE_URL,
    name: MODEL_NAME,
    apiKey: config.MODEL_API_KEY ?? null,
    calls: config.MODEL_CALLS,
    maxConcurrency: config.MODEL_MAX_CONCURRENCY,
    timeoutMs: config.MODEL_TIMEOUT_MS,
    maxInputTokens: config.MODEL_MAX_INPUT_TOKENS,
    maxOutputTokens: config.MODEL_MAX_OUTPUT_TOKENS,
    runTokenBudget: config.RUN_TOKEN_BUDGET ?? null,
    dayTokenBudget: config.DAY_TOKEN_BUDGET ?? null,
    prices: hasPrices ? { input: MODEL_PRICE_INPUT, output: MODEL_PRICE_OUTPUT } : null,
    promptsDir: config.MODEL_PROMPTS_DIR ?? null,
    logPrompts: config.MODEL_LOG_PROMPTS,
  };
}
