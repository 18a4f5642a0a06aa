import {
  Queue,
  Worker,
  createPostgresBackend,
  createRedisBackend,
  type BackendFactory,
  type ConnectionOptions,
  type Processor,
  type RedisQueueBackend,
} from 'bullmq';
import { postgresAddress } from '../../common/index.js';
import { DEFAULT_QUEUE_PREFIX, type SharedQueueOptions } from '../queue.options.js';

/** What a job holds: everything else is in the repository. */
export interface RunJob {
  readonly run_id: string;
}

/** How a worker takes jobs; times in milliseconds. */
interface TakingOptions {
  readonly concurrency: number;
  /** How long a job of a dead worker is left alone. */
  readonly lockMs: number;
}

const QUEUE_NAME = 'runs';
/** How long a connection, and a command without blocking, may take. */
const PATIENCE_MS = 2_000;
/** The wait before the next attempt to connect: longer each time, up to the last. */
const RECONNECT_MS = { step: 100, most: 2_000 } as const;
/** How long a worker waits after a failure to fetch. */
const FETCH_AGAIN_MS = 1_000;
/** Whether a run may be taken up once more is not decided by how often its job has stalled. */
const ANY_NUMBER = 1_000_000;
/** Connections of each pool in PostgreSQL. */
const POOL_SIZE = 4;

/** What is used of a backend of PostgreSQL has the same form. */
type Factory = BackendFactory<RedisQueueBackend>;

/** Where a queue is, and what speaks to it there. */
interface Backend {
  readonly connection: ConnectionOptions;
  readonly factory: Factory;
}

/** Opens the queue. What this returns connects by itself, emits `error` when it cannot, and has to be closed. */
export class QueueConnection {
  private readonly prefix: string;

  constructor(private readonly options: SharedQueueOptions) {
    this.prefix = options.prefix ?? DEFAULT_QUEUE_PREFIX;
  }

  /** For adding and counting jobs: fails at once when the queue cannot be reached. */
  queue(): Queue<RunJob> {
    const failingFast = { enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: PATIENCE_MS };
    const { connection, factory } = this.backend(failingFast);
    return new Queue<RunJob>(QUEUE_NAME, { connection, prefix: this.prefix }, factory);
  }

  /** For taking jobs, once `run()` is called. */
  worker(process: Processor<RunJob>, { concurrency, lockMs }: TakingOptions): Worker<RunJob> {
    const { connection, factory } = this.backend({ maxRetriesPerRequest: null });
    const options = {
      connection,
      prefix: this.prefix,
      autorun: false,
      concurrency,
      lockDuration: lockMs,
      stalledInterval: lockMs,
      maxStalledCount: ANY_NUMBER,
      runRetryDelay: FETCH_AGAIN_MS,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    };
    return new Worker<RunJob>(QUEUE_NAME, process, options, factory);
  }

  private backend(redis: object): Backend {
    const { url } = this.options;
    if (!url.startsWith('redis')) {
      const pool = { max: POOL_SIZE, connectionTimeoutMillis: PATIENCE_MS };
      const connection = { ...postgresAddress(url), schema: this.prefix, migrate: true, ...pool };
      return {
        connection,
        factory: createPostgresBackend as unknown as Factory,
      };
    }
    const connection = { url, retryStrategy, connectTimeout: PATIENCE_MS, ...redis };
    return { connection, factory: createRedisBackend };
  }
}

/** How long to wait before the connection is tried for the nth time since it was lost, in milliseconds. */
function retryStrategy(times: number): number {
  return Math.min(times * RECONNECT_MS.step, RECONNECT_MS.most);
}
