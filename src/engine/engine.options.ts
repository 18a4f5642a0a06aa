import { DEFAULT_ORCHESTRATOR_OPTIONS, type OrchestratorOptions } from '../orchestrator/index.js';
import { DEFAULT_RUNS_OPTIONS, type RetentionOptions, type RunsOptions } from '../runs/index.js';
import { queuePrefixFault, queueUrlFault } from '../common/index.js';
import { PROCESS_ROLES, type ProcessRole, type QueueOptions } from '../execution/index.js';
import { STORE_KINDS, type StoreOptions } from '../storage/index.js';

/** The options of the engine, as plain data; absent ones have the defaults given here. */
export interface EngineOptions {
  /** Where runs are stored; by default in memory, until the process ends. */
  readonly store?: StoreOptions;
  /** Where accepted runs wait; by default in the process that has accepted them, which executes them. */
  readonly queue?: QueueOptions;
  /** `defaultStageRetries` 1, `stageTimeoutMs` 60,000. */
  readonly stages?: Partial<OrchestratorOptions>;
  /**
   * `maxStageRetries` 10, `runTimeoutMs` 600,000, `runRetryBudget` null, `maxConcurrentRuns` 32, `maxQueuedRuns` 1,000,
   * `leaseMs` 10,000, `recoveryLimit` 5, `shutdownGraceMs` 10,000, `faultInjection` false, `retention` none.
   */
  readonly runs?: Partial<Omit<RunsOptions, 'retention'>> & {
    readonly retention?: Partial<RetentionOptions>;
  };
}

/** Options with all defaults filled in. */
export interface ResolvedEngineOptions {
  readonly store: StoreOptions;
  readonly queue: QueueOptions;
  readonly stages: OrchestratorOptions;
  readonly runs: RunsOptions;
}

/** The options of the engine are invalid: the boot stops, and the message lists every fault. */
export class EngineOptionsError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`The options of EngineModule cannot be used:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'EngineOptionsError';
  }
}

/** The minimum and maximum of each number; nullable ones are checked only when they are not null. */
const BOUNDS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  'stages.defaultStageRetries': [0, 100],
  'stages.stageTimeoutMs': [1, 86_400_000],
  'runs.maxStageRetries': [0, 100],
  'runs.runTimeoutMs': [1, 604_800_000],
  'runs.runRetryBudget': [0, 10_000],
  'runs.maxConcurrentRuns': [1, 10_000],
  'runs.maxQueuedRuns': [0, 1_000_000],
  'runs.leaseMs': [100, 3_600_000],
  'runs.recoveryLimit': [0, 1_000],
  'runs.shutdownGraceMs': [0, 3_600_000],
  'runs.retention.maxAgeDays': [1, 36_500],
  'runs.retention.maxRuns': [1, 100_000_000],
};

/**
 * Fills in the defaults of the options; undefined members count as absent. Pure.
 * @throws EngineOptionsError listing all invalid options
 */
export function resolveEngineOptions({
  store,
  queue,
  stages = {},
  runs = {},
}: EngineOptions): ResolvedEngineOptions {
  const retention = { ...DEFAULT_RUNS_OPTIONS.retention, ...withoutUndefined(runs.retention ?? {}) };
  const resolved: ResolvedEngineOptions = {
    store: store ?? { kind: 'memory' },
    queue: queue ?? { kind: 'inline' },
    stages: { ...DEFAULT_ORCHESTRATOR_OPTIONS, ...withoutUndefined(stages) },
    runs: { ...DEFAULT_RUNS_OPTIONS, ...withoutUndefined(runs), retention },
  };
  const faults = [
    ...unknownNames('stages', stages, DEFAULT_ORCHESTRATOR_OPTIONS),
    ...unknownNames('runs', runs, DEFAULT_RUNS_OPTIONS),
    ...unknownNames('runs.retention', runs.retention ?? {}, DEFAULT_RUNS_OPTIONS.retention),
    ...storeFaults(resolved.store),
    ...queueFaults(resolved),
    ...Object.keys(BOUNDS).flatMap((name) => boundFault(name, valueAt(resolved, name))),
  ];
  if (typeof resolved.runs.faultInjection !== 'boolean')
    faults.push('runs.faultInjection must be true or false');
  if (faults.length > 0) throw new EngineOptionsError(faults);
  return resolved;
}

function withoutUndefined<T extends object>(options: T): Partial<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>;
}

function unknownNames(where: string, options: object, known: object): string[] {
  return Object.keys(options)
    .filter((name) => !(name in known))
    .map((name) => `${where}.${name} is not known; there is ${Object.keys(known).join(', ')}`);
}

function storeFaults(store: StoreOptions): string[] {
  const { kind, dataDir, url, poolSize } = store as Record<'kind' | 'dataDir' | 'url' | 'poolSize', unknown>;
  if (!STORE_KINDS.includes(kind as StoreOptions['kind']))
    return [`store.kind must be one of ${STORE_KINDS.join(', ')}`];
  if (kind === 'postgres') return [...urlFaults(url), ...poolFaults(poolSize)];
  const needsFolder = kind !== 'memory' && (typeof dataDir !== 'string' || dataDir === '');
  return needsFolder ? [`store.dataDir must name the folder of the ${String(kind)} store`] : [];
}

function urlFaults(url: unknown): string[] {
  if (typeof url === 'string' && /^postgres(ql)?:\/\//.test(url) && URL.canParse(url)) return [];
  return ['store.url must be like postgres://user:password@host:5432/database'];
}

/** Two connections write, and one reads, at least. */
function poolFaults(size: unknown): string[] {
  if (size === undefined || (Number.isInteger(size) && Number(size) >= 3 && Number(size) <= 1_000)) return [];
  return ['store.poolSize must be a whole number from 3 to 1000'];
}

/** Stores that one process uses at a time. */
const UNSHARED: ReadonlySet<unknown> = new Set(['memory', 'file']);

function queueFaults({ queue, store, runs }: ResolvedEngineOptions): string[] {
  const {
    kind,
    url,
    role = 'all',
    prefix,
  } = queue as { [name in 'kind' | 'url' | 'role' | 'prefix']?: unknown };
  if (kind === 'inline') return [];
  if (kind !== 'bullmq') return ['queue.kind must be one of inline, bullmq'];
  const urlFault = queueUrlFault(url);
  const prefixFault = prefix === undefined ? null : queuePrefixFault(prefix);
  return [
    ...(urlFault ? [`queue.url ${urlFault}`] : []),
    ...(prefixFault ? [`queue.prefix ${prefixFault}`] : []),
    ...(PROCESS_ROLES.includes(role as ProcessRole)
      ? []
      : [`queue.role must be one of ${PROCESS_ROLES.join(', ')}`]),
    ...(UNSHARED.has(store.kind)
      ? [`queue.kind bullmq needs a store that processes share, not ${store.kind}`]
      : []),
    ...(runs.maxQueuedRuns > 0 ? [] : ['runs.maxQueuedRuns must be at least 1 with queue.kind bullmq']),
  ];
}

function boundFault(name: string, value: unknown): string[] {
  const [least, most] = BOUNDS[name] ?? [0, 0];
  const isNullable =
    valueAt({ stages: DEFAULT_ORCHESTRATOR_OPTIONS, runs: DEFAULT_RUNS_OPTIONS }, name) === null;
  if (value === null && isNullable) return [];
  if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most) return [];
  return [`${name} must be a whole number from ${least} to ${most}${isNullable ? ', or null' : ''}`];
}

function valueAt(options: object, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], options);
}
