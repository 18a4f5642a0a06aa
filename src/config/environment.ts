import { Transform } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  Max,
  Min,
  MinLength,
} from 'class-validator';
import { AreApiTokens, apiTokensOf, type ApiToken } from './api-tokens.js';
import { IsDatabaseUrl } from './database-url.js';
import { IsQueuePrefix, IsQueueUrl } from './shared-queue.js';
import { AreOrigins, originsOf } from './origins.js';
import { ModelEnvironment } from './model-environment.js';
import { Flag, Integer } from './transforms.js';
import { IsPublicUrl } from './public-url.js';
import { AreRunEnds, AreWebhookSecrets, AreWebhookUrls, listOf, type RunEnd } from './webhooks.js';
import { ArePackFolders, packFoldersOf } from './pack-folders.js';

/** The environment variables that the service reads, their defaults and their rules. */
export class Environment extends ModelEnvironment {
  @IsString()
  @IsNotEmpty()
  HOST = '127.0.0.1';

  @Integer()
  @IsInt()
  @Min(0)
  @Max(65_535)
  PORT = 3000;

  @Transform(({ value }: { value: unknown }) => apiTokensOf(value))
  @AreApiTokens()
  API_TOKENS: readonly ApiToken[] = [];

  /** A file of further tokens, which is read again when it changes. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  API_TOKENS_FILE?: string;

  /** Signs the links that open one view of a run without a token; none are made without it. */
  @IsOptional()
  @IsString()
  @MinLength(32)
  LINK_SECRET?: string;

  /** Where callers reach the service, for addresses that leave it. */
  @IsOptional()
  @IsPublicUrl()
  PUBLIC_URL?: string;

  /** What is told of each run that has ended; the addresses may hold secrets. */
  @Transform(({ value }: { value: unknown }) => listOf(value))
  @AreWebhookUrls()
  WEBHOOK_URLS: readonly string[] = [];

  /** Signs webhooks; several while one is replaced. */
  @Transform(({ value }: { value: unknown }) => listOf(value))
  @AreWebhookSecrets()
  WEBHOOK_SECRET: readonly string[] = [];

  @Transform(({ value }: { value: unknown }) => listOf(value))
  @AreRunEnds()
  WEBHOOK_STATUSES: readonly RunEnd[] = ['succeeded', 'failed', 'cancelled'];

  /** Ids; runs of all pipelines are told of when it is empty. */
  @Transform(({ value }: { value: unknown }) => listOf(value))
  @IsString({ each: true })
  WEBHOOK_PIPELINES: readonly string[] = [];

  /** Whether webhooks may go to addresses that are not on the internet. */
  @Flag()
  @IsBoolean()
  WEBHOOK_ALLOW_PRIVATE = false;

  @Transform(({ value }: { value: unknown }) => originsOf(value))
  @AreOrigins()
  CORS_ORIGINS: readonly string[] = [];

  /** In requests; 0 is off. The default depends on whether there are tokens. */
  @IsOptional()
  @Integer()
  @IsInt()
  @Min(0)
  @Max(10_000_000)
  RATE_LIMIT_PER_MINUTE?: number;

  @Integer()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  MAX_CONNECTIONS = 1000;

  /** How long a request, head and body, may take to arrive. */
  @Integer()
  @IsInt()
  @Min(100)
  @Max(3_600_000)
  REQUEST_TIMEOUT_MS = 30_000;

  /** How long a client may read nothing of a response. */
  @Integer()
  @IsInt()
  @Min(100)
  @Max(3_600_000)
  IDLE_TIMEOUT_MS = 60_000;

  @IsIn(['sqlite', 'file', 'postgres', 'memory'])
  RUN_REPOSITORY: 'sqlite' | 'file' | 'postgres' | 'memory' = 'sqlite';

  /** Of PostgreSQL; may hold a password. */
  @IsOptional()
  @IsDatabaseUrl()
  DATABASE_URL?: string;

  /** Connections of this process to PostgreSQL, beside the one that listens. */
  @Integer()
  @IsInt()
  @Min(3)
  @Max(1_000)
  DATABASE_POOL_SIZE = 10;

  @IsIn(['inline', 'bullmq'])
  RUN_QUEUE: 'inline' | 'bullmq' = 'inline';

  /** May hold a password. */
  @IsOptional()
  @IsQueueUrl()
  QUEUE_URL?: string;

  @IsQueuePrefix()
  QUEUE_PREFIX = 'project_dream';

  @IsIn(['all', 'api', 'worker'])
  SERVICE_ROLE: 'all' | 'api' | 'worker' = 'all';

  @IsString()
  @IsNotEmpty()
  DATA_DIR = './data';

  @IsOptional()
  @IsString()
  @IsNotEmpty()
  PACKS_DIR?: string;

  @Flag()
  @IsBoolean()
  METRICS = true;

  /** With it, GET /metrics is on this port alone. */
  @IsOptional()
  @Integer()
  @IsInt()
  @Min(1)
  @Max(65_535)
  METRICS_PORT?: number;

  /** By the name that runs ask with. */
  @Transform(({ value }: { value: unknown }) => packFoldersOf(value))
  @ArePackFolders()
  PACK_FOLDERS: Readonly<Record<string, string>> = {};

  @Integer()
  @IsInt()
  @Min(1)
  @Max(1000)
  MAX_ROUNDS = 200;

  @Integer()
  @IsInt()
  @Min(1024)
  @Max(64 * 1024 * 1024)
  MAX_BODY_BYTES = 1_048_576;

  @Integer()
  @IsInt()
  @Min(0)
  @Max(100)
  DEFAULT_STAGE_RETRIES = 1;

  @Integer()
  @IsInt()
  @Min(0)
  @Max(100)
  MAX_STAGE_RETRIES = 10;

  @Integer()
  @IsInt()
  @Min(1)
  @Max(86_400_000)
  STAGE_TIMEOUT_MS = 60_000;

  @Integer()
  @IsInt()
  @Min(1)
  @Max(604_800_000)
  RUN_TIMEOUT_MS = 600_000;

  @IsOptional()
  @Integer()
  @IsInt()
  @Min(0)
  @Max(10_000)
  RUN_RETRY_BUDGET?: number;

  @Integer()
  @IsInt()
  @Min(1)
  @Max(10_000)
  MAX_CONCURRENT_RUNS = 32;

  @Integer()
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  MAX_QUEUED_RUNS = 1000;

  @Integer()
  @IsInt()
  @Min(100)
  @Max(3_600_000)
  RUN_LEASE_MS = 10_000;

  @Integer()
  @IsInt()
  @Min(0)
  @Max(1000)
  RUN_RECOVERY_LIMIT = 5;

  @Integer()
  @IsInt()
  @Min(0)
  @Max(3_600_000)
  SHUTDOWN_GRACE_MS = 10_000;

  @Integer()
  @IsInt()
  @Min(0)
  @Max(1_000_000_000)
  MIN_FREE_DISK_MB = 100;

  @IsOptional()
  @Integer()
  @IsInt()
  @Min(1)
  @Max(36_500)
  RETENTION_MAX_AGE_DAYS?: number;

  @IsOptional()
  @Integer()
  @IsInt()
  @Min(1)
  @Max(100_000_000)
  RETENTION_MAX_RUNS?: number;

  @Flag()
  @IsBoolean()
  FAULT_INJECTION = false;

  /** Whether the service has a page for people at /explorer/. */
  @Flag()
  @IsBoolean()
  EXPLORER = true;

  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace'])
  LOG_LEVEL = 'info';

  @IsIn(['json', 'pretty'])
  LOG_FORMAT = 'json';
}
